"""What shows the API and its answers to people: pages, terminals, notebooks, a mock."""
