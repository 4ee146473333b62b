select * from {{ landed_source('exports') }}
