{#-
  Which way the words of an indicator's name say is better. Belongs here: words of names. Does not belong here: signs of targets and what contracts
  say (indicators.sql). Harm is best low, and so is the time that something takes; but a name may count what is done about harm (complaints that were
  answered, accidents that were prevented), and of its reduction more is better. Names in Spanish, Portuguese and French begin with what they count:
  reuniones de absentismo are meetings. Behind a colon stands what is counted, before it of what.
-#}

{#- SQL of 'higher', 'lower' or null for a name in small letters. -#}
{% macro worded_direction(name, is_share) -%}
    {%- set counted = "regexp_replace(" ~ name ~ ", '^.*(: |：)', '')" -%}
    case
        when {{ _is_reduction(counted) }} then 'higher'
        when not {{ is_share }} and {{ _is_time_taken(name) }} and not {{ _is_reduction(name) }} then 'lower'
        when {{ matches(counted, _rates_of_harm()) }} then 'lower'
        when {{ _is_dealt_with(counted) }} then null
        when {{ matches(counted, _harm()) }} then 'lower'
    end
{%- endmacro %}

{#- Names of what became less and of what was done about harm, whatever else they name. -#}
{% macro is_more_of_less(name) -%}
    ({{ _is_reduction(name) }} or {{ _is_dealt_with(name) }})
{%- endmacro %}

{#- Names of what became less, or was saved: the more the better. -#}
{% macro _is_reduction(name) -%}
    {{ matches(name, [
        '降低|下降|减少|减排|减量|压减|压降|压缩|缩短|节约|节省|节能|削减|降幅|减幅',
        '\\breductions?\\b|\\breduc(e|es|ing)\\b|\\breduced (by|from|to)\\b|\\bdecreas(e|es|ing)\\b|\\bdecline\\b|\\bsavings?\\b|\\bsaved\\b|\\b(fall|drop) in\\b',
        _first_word('reducci[oó]n|reducir|disminuci[oó]n|descenso|decremento|ahorros?|redu[cç][aã]o|diminui[cç][aã]o|economia|r[eé]duction|baisse|diminution'),
        'senkung|reduktion|reduzier|verringer|minderung|einspar'
    ] | join('|')) }}
{%- endmacro %}

{#- A pattern of one of the words at the beginning of a name, behind what only says that it is counted. -#}
{% macro _first_word(words) -%}
    {{ return(
        '^[^a-z]*((n[uú]mero|num\\.?|n\\.?[ºo°]\\.?|nombre|total|porcentaje|porcentagem|pourcentage|prevalencia|[ií]ndice|taux) )?((del?|des|du|da|do|d.|las?|los|les|el|os) ?)*('
        ~ words ~ ')\\b'
    ) }}
{%- endmacro %}

{#- The time that something takes; who was served within it is counted, not timed. -#}
{% macro _is_time_taken(name) -%}
    ({{ matches(name, [
        '(等待|等候|候诊|响应|办理|办结|审批|处理|受理|通行|到场|到达|停电|通关|滞留)(平均)?(时间|用时|时长|时限|天数)|平均耗时|平均住院(日|天数)',
        '\\b(waiting|wait|response|processing|turnaround|handling|resolution|settlement|travel|queu(e)?ing|lead|repair|decision) times?\\b',
        '\\b(time|days|weeks|hours|minutes) (taken|waiting|waited|lost)\\b|\\b(days|weeks) (to|until)\\b|\\b(average|mean|median) (time|days) (from|for|to)\\b',
        '\\btime to (decision|decide|complete|process|respond|resolve|issue|pay|treat|hire|fill|answer|register)',
        '^\\s*(tiempo|plazo)s? (medio )?(de |en )?(la |las |el )?(espera|resp|tram|resol|pago)|^\\s*tempo (m[eé]dio )?de (espera|resposta|tramita|pagamento)',
        'wartezeit|bearbeitungszeit|bearbeitungsdauer|reaktionszeit|^\\s*(temps d.attente|d[eé]lais? (moyen|de (traitement|r[eé]ponse|paiement|prise)))'
    ] | join('|')) }}
    and not {{ matches(name, '达标|及时|以内|\\bwithin\\b|\\bon time\\b|\\b(met|kept|under|share|standards?|targets?)\\b|dentro|en plazo') }})
{%- endmacro %}

{#- How often harm happens: what is done about it is no part of these words. -#}
{% macro _rates_of_harm() -%}
    {{ return([
        '(^|[^无零未])(投诉|差错|错误|事故|死亡|失业|发病|患病|感染|超时|超期|逾期|延误|缺陷|流失|违规|违法|违约|辍学|失学|缺勤|空置|漏损|渗漏|不合格|返工|积压|不良|不良贷款)(发生)?率',
        '(^|[^无零未])(事故|案件|疾病|火灾|故障|差错|感染)发生(率|数|次数|起数)',
        '\\b(errors?|complaints?|accidents?|incidents?|mortality|death|crime|homicide|unemployment|drop-?out|vacancy|absence|absenteeism|injury|infection) rates?\\b',
        '\\b(defect|failure|leakage|attrition|default|reoffending|readmission|cancellation|late payment|poverty|truancy) rates?\\b',
        '\\brates? of (error|complaint|accident|incident|mortality|death|crime|unemployment|drop-?out|vacanc|absen|injur|infection|defect|failure|leakage)',
        _first_word('tasa de (error|mortalidad|paro|desempleo|abandono|absentismo|siniestralidad|criminalidad|morosidad|reincidencia|infecci[oó]n)'),
        _first_word('taxa de (erro|mortalidade|desemprego|abandono|evas[aã]o|absente[ií]smo|criminalidade|inadimpl[eê]ncia)'),
        'taux de (ch[oô]mage|mortalit|absent|d[eé]crochage|vacance|d[eé]faut)|arbeitslosenquote|fehlerquote|sterberate|abbr[eu]ch(er)?quote|krankenstand|fehlzeiten'
    ] | join('|')) }}
{%- endmacro %}

{#- Harm that somebody answers, mends, pays for, prevents or measures, or that did not happen: nobody knows that less of it is better. -#}
{% macro _is_dealt_with(name) -%}
    {{ matches(name, [
        '处置|处理|办结|办理|化解|整改|调解|回复|答复|处结|受理|接待|防治|防控|防范|预防|治理|救治|救助|救援|扑救|扑灭|查处|查办|查获|侦破|破案|修复|维修|抢修|改造',
        '清理|清除|消除|清零|清欠|清收|收回|回收|追缴|追讨|销号|审结|审理|结案|出警|接警|排查|整治|演练|培训|宣传|教育|保险|补偿|补助|赔付|理赔|抚恤|慰问|帮扶',
        '安置|就业率|失业人员|合格率|达标|满意|回访|召回|监测|检测|检查|巡查|普查|筛查|随访|调查|核查|鉴定|执法|打击|控制率|系统|平台|设备|设施|标准|服务|管理|护理',
        '及时|响应|应急|预警|覆盖|完好|未发生|零发生|挽回|防止|避免|免疫|登记|核减|劝返|[无零][^有，,；;]{0,6}(事故|投诉|差错|错误|死亡|伤亡|违法|违规|违纪|逾期|超期|超时|缺陷|返工|积压|污染|火灾|案件|拖欠|流失|延误)',
        '\\b(re)?solv(e|ed|ing)\\b|\\bresolutions?\\b|\\bhandl|\\banswer|\\bclos(e|ed|ing|ure|ures)\\b|\\bclear(ed|ance|ances|-?up)?\\b|\\bdetect|\\binvestigat|\\brepair|\\bfix(ed|es)?\\b',
        '\\bcorrect|\\brespon|\\btreat|\\bprevent|\\bavoid|\\bavert|\\baddress|\\bprocess(ed|ing)\\b|\\bsettle|\\bdealt\\b|\\breview|\\battend(ed|ance)|\\binspect|\\btrain|\\bcourse|\\bsupport',
        '\\bassist|\\bhelp|\\binsur|\\bcompensat|\\bbenefit|\\bpaid\\b|\\bfilled\\b|\\bcover|\\bmonitor|\\bsurvey|\\btest(s|ed|ing)?\\b|\\bpermit|\\blicen[cs]|\\bcertificat|\\bregist(ered|ration|rations|ry)\\b',
        '\\brecover|\\bcollect|\\breplac|\\bremov|\\bmanage|\\bmitigat|\\bcontrol|\\bplan|\\bsystem|\\bequipment|\\bdrill|\\b(within|on time|timely|complian[ct]e?)\\b|\\bsatisf|-free\\b|\\bfree of\\b|\\bwithout\\b',
        '\\b(no|zero) (deaths|accidents|incidents|complaints|errors)\\b|\\bsurviv|\\badvertis|\\bfine[sd]\\b|\\bprosecut|\\bconvict|\\backnowledg|\\bupgrad|\\bmeeting|\\bservices?\\b|\\bemergenc|\\bmediat',
        '\\b(atendid|resuel|resol[uv]|tramit|gesti[oó]n|contest|reparad|reparaci|subsan|correg|correc|preven|evitad|detect|investig|esclarec|inspec|sancion|informes?\\b|expedient|actuaci|intervenci)',
        '\\b(asist|formaci|cursos?\\b|plazo|minutos|asesor|mediad|terminad|sugerenc|visita|seguim|tratad|tratamiento|control|revisi|retirad|aprobad|que han sido|administrativ|omic\\b|consumo\\b|consumidor|sobre (el )?total|(por|de) (mujeres|hombres))',
        'trait[eé]|r[eé]sol|pr[eé]vention|[eé]vit[eé]|\\br[eé]par|[eé]lucid|corrig|formation|accompagn|respondid|encaminhad|apurad|fiscaliza',
        'bearbeitete|gel[oö]st|erledigt|behoben|aufkl[aä]r|aufgekl[aä]r|pr[aä]vention|verh[uü]t|vermeid|vermied|schulung|beratung|versicher'
    ] | join('|')) }}
{%- endmacro %}

{% macro _harm() -%}
    {{ return([
        '投诉|上访|信访量|事故|差错|错误数|错报|漏报|死亡|失业|超时|超期|逾期|延误|缺陷|违法|违规|违纪|违约|发病|患病|感染|能耗|水耗|电耗|排放|流失|积压|拖欠|欠款|欠费|欠薪|不合格|返工|拥堵',
        '犯罪|刑事案件|发案|火灾|辍学|失学|缺勤|空置|漏损|渗漏|泄漏|伤亡|受伤|重伤|超标|退件|停电|停水|断电|污染|隐患|失信|返贫',
        '\\bwaiting lists?\\b|\\bdelay(s|ed)?\\b|\\blateness\\b|\\blate (payment|arrival|return|filing|submission|start|train)s?\\b|\\bover(due|runs?)\\b|\\berrors\\b|\\bmistakes\\b|\\bcomplaints\\b|\\bgrievances\\b',
        '\\bincidents\\b|\\baccidents\\b|\\bcollisions\\b|\\bmortality\\b|\\bdeaths\\b|\\bfatalities\\b|\\bsuicides?\\b|\\bcrimes?\\b|\\boffen[cs]es\\b|\\bburglar(y|ies)\\b|\\brobber(y|ies)\\b|\\bthefts?\\b|\\bassaults?\\b',
        '\\bhomicides?\\b|\\bmurders?\\b|\\bshootings\\b|\\breoffend|\\brecidivism\\b|\\bunemployment\\b|\\bdrop-?outs?\\b|\\btruancy\\b|\\bbacklogs?\\b|\\barrears\\b|\\bvacancies\\b|\\babsen(ces?|teeism)\\b',
        '\\bsick(ness)? (leave|absence|days)\\b|\\battrition\\b|\\bemissions\\b|\\bleak(s|age|ages)\\b|\\binjuries\\b|\\binfections\\b|\\breadmissions\\b|\\boutages\\b|\\binterruptions\\b|\\bbreakdowns\\b',
        '\\bdefects\\b|\\bfailures\\b|\\bbreaches\\b|\\bviolations\\b|\\bnon-?compliance\\b|\\bspills\\b|\\bpollution\\b|\\bcancellations\\b',
        _first_word('quejas?|reclamaciones|accidentes?|siniestr(os|alidad)|errores|mortalidad|muertes?|fallecid[oa]s|defunciones|delitos|criminalidad|desempleo|paro registrado|abandono escolar'),
        _first_word('absentismo|retrasos?|demoras?|listas? de espera|aver[ií]as|fugas|emisiones|lesion(es|ados)|heridos|impagos|morosidad|incumplimientos'),
        _first_word('acidentes|reclama[cç][oõ]es|queixas|erros|[oó]bitos|mortalidade|desemprego|atrasos?|vazamentos|emiss[oõ]es|inadimpl[eê]ncia|evas[aã]o escolar'),
        _first_word('plaintes|r[eé]clamations|accidents|erreurs|mortalit[eé]|d[eé]c[eè]s|ch[oô]mage|retards|infractions|absent[eé]isme|fuites|bless[eé]s|[eé]missions|impay[eé]s'),
        'beschwerden|unf[aä]lle\\b|unfallzahl|fehlerzahl|todesf[aä]lle|sterblichkeit|arbeitslosigkeit|r[uü]ckst[aä]nde|versp[aä]tung|straftaten|emissionen|leckagen|verletzte'
    ] | join('|')) }}
{%- endmacro %}
