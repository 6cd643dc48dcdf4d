"""The studio's processes: which there are, who starts them, and who wakes them.

`manage.py run` is a supervisor: it loads everything once, forks one child for each line of
`parts.children` (they share what it loaded), and starts anew what ends. `manage.py run PART`
runs one part by itself, for those who have a supervisor of their own. A typical change: another
part in `parts.py`. `backup/` keeps the studio in a file.
"""
