"""The page that finds hands in the visitor's own browser, and the server that hands it out."""
