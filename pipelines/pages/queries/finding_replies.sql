select * from quality.fct_replies where finding_id = $id order by reply_number
