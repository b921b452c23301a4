"""Reports: one page, a few charts and tables, the same for every answer; a package for each kind of answer."""
