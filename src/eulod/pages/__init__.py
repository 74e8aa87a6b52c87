"""Pages over the reading model: each kind of page is a function to HTML, for the server and the static site alike."""
