"""Files that people upload: checked, kept in the database, and given out again by the feature that owns them."""
