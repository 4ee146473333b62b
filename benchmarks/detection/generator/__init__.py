"""From a seed to an inbox: true panel, honest events, reported figures, planted faults, files, truth."""
