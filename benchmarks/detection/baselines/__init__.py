"""What others would do: generic outlier detectors and the usual thresholds, on the same rows. Own code after their published descriptions,
but for PyOD, which is the package itself."""
