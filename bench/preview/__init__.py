"""What a preview costs: drawn, encoded and served, beside peers and floors."""
