"""What targets, schedules, cases and escalations mean: pure, without I/O and without a clock."""
