"""Every page of the site in every state, drawn for people to look through: `make gallery`."""
