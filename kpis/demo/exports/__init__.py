"""The demo's numbers as files, each as its network exports it."""
