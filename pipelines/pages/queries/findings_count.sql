select count(*) as n from ({findings_matching})
