"""An agency's own KPIs: defined, previewed, changed as new versions, and read together with the product's."""
