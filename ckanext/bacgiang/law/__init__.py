"""What the regulation demands, as dated data: rules, terms in months and working days, holidays."""
