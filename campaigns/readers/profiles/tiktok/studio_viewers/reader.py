"""TikTok Studio's viewers: new and returning ones beside a total that is unknown are no measurement."""

from campaigns.readers.yearless_days import unknown_zeros, yearless_days

read = yearless_days(unknown_zeros("viewers", ("viewers_new", "viewers_returning")))
