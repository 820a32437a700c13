"""TikTok Studio's follower history: the change beside a stock that is unknown is no measurement."""

from campaigns.readers.yearless_days import unknown_zeros, yearless_days

read = yearless_days(unknown_zeros("followers", ("follows_net",)))
