"""Who publishes, who wrote, who is merely cited: the registry, groups and credits."""
