"""From pictures without labels to hands, drawn and written down."""
