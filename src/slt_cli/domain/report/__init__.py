"""Reports: which clocks were met and missed in a period, and the figures of many of them."""
