"""What every page stands on: pages, forms, assets, languages, errors."""
