"""What runs when: schedules.yml, its clock, and what was missed."""
