"""What the editor costs a browser: dragging, and coming from afar."""
