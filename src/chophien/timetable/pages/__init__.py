"""What the templates of runs, versions, moves and the desk may see."""
