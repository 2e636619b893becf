"""What people and programs see of cases, clocks and their history."""
