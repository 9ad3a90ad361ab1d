"""From work done to an approved text: regulation, assets, activities, stories."""
