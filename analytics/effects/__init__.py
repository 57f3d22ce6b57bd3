"""Actions and their effect: segmented regression, placebos, reach of a denial, opening hours against need."""
