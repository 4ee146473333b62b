select number, published_at, caliber_version from quality.release
