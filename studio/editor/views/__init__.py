"""What the editor's addresses answer: its pages, and the JSON that its modules ask for."""
