import type { RequestWords } from '../reading/lexicon.js'

const MACHINE =
  '(?:machine|robot|ordinateur|automate|repondeur|voix automatique|assistant (?:vocal|automatique)|appareil|systeme automatique)'
const HUMAN =
  '(?:une? (?:vraie? )?(?:personne|humain|etre humain|infirmiere?|medecin|docteur|conseiller|conseillere|vraie personne|quelqu un)|quelqu un|l infirmiere?|le (?:medecin|docteur|service|chirurgien)|mon (?:medecin|chirurgien)|l equipe|la (?:reception|secretaire))'

/** What anybody may ask for at any moment (CLINICAL.md, Requests), weightiest first. */
export const requests: readonly RequestWords[] = [
  {
    request: 'opted-out',
    heard: new RegExp(
      [
        '\\bne (?:m|me|nous|l|les|la|le) ?(?:appelez|appeler|rappelez|telephonez|telephoner|contactez|derangez|rappeler) (?:plus|jamais)',
        '\\b(?:m|me|nous) ?(?:appelez|rappelez|telephonez) (?:plus(?: jamais)?|jamais)\\b',
        '\\bappelez (?:moi )?plus(?: jamais)?$',
        '\\b(?:ne |n )?(?:r ?appelez|telephonez|contactez|derangez) (?:plus(?: jamais)?$|plus jamais\\b|jamais plus\\b)',
        '\\b(?:faut|devez|veuillez ne) (?:surtout )?plus (?:jamais )?(?:(?:m|me|nous) )?(?:appeler|rappeler|telephoner|contacter|deranger)\\b(?! (?:avant|aujourd|ce|cette|maintenant|si|tard|tot))',
        '\\barretez (?:de |d )(?:m|me|nous)? ?(?:appeler|telephoner|deranger|harceler)',
        '\\bcessez (?:de |d )(?:m|me|nous)? ?(?:appeler|telephoner|harceler)',
        '\\bplus (?:jamais )?(?:etre (?:appelee?|contactee?|derangee?|rappelee?)|recevoir (?:vos|d|de|ces|votre) ?(?:appels?|coups?)|que vous (?:m|me) ?(?:appeliez|telephoniez|contactiez)|qu on (?:m|me) ?(?:appelle|telephone))',
        '\\b(?:retirez|enlevez|supprimez|rayez|effacez|otez) (?:moi|mon (?:numero|nom))',
        '\\bplus d appels?\\b',
      ].join('|'),
    ),
  },
  {
    request: 'wrong-number',
    heard:
      /\b(?:(?:vous )?(?:vous )?(?:trompez|etes trompee?s?|avez trompe) (?:de|d) (?:numero|personne|adresse)|vous vous trompez$|(?:mauvais|faux) numero|(?:me suis|nous sommes) trompee?s? (?:de|d) numero|erreur de (?:numero|personne)|c est une erreur$|(?:il n y a |y a )?(?:personne|pas) (?:ici )?(?:de|qui s appelle|du) (?:ce|par ce|comme ca|cette|ca|nom)\b|(?:connais|connait) (?:pas|personne|aucune?)\b.*|n habite (?:pas|plus) ici|pas (?:de |d )?(?:madame|monsieur) \w+(?: \w+)? ici|n est pas (?:le|son) (?:bon )?numero|n existe pas ici|plus (?:son|le bon) numero|(?:pas|jamais) le bon numero)/,
    unless: /^(?!.*\b(?:la|le|cette|ce|monsieur|madame|personne)\b).*\b(?:connais|connait) (?:pas|personne)\b/,
  },
  {
    request: 'deceased',
    heard:
      /\b(?:(?:est|etait) (?:malheureusement )?(?:decedee?|morte?)|decedee?|(?:il|elle|pere|mere|mari|femme) est (?:malheureusement )?decidee?(?=$| (?:de )?(?:la (?:semaine|nuit)|le|hier|il y a|depuis|en|cette|ce))|nous a quittes?|n est plus (?:de ce monde|la depuis son deces)|vient de (?:mourir|deceder)|a rendu l ame|est partie? (?:au ciel|pour toujours))\b/,
  },
  {
    request: 'readmitted',
    heard:
      /\b(?:(?:est|suis|a ete re|ai ete re) (?:de nouveau|a nouveau|encore|toujours|re|retournee? )? ?(?:a l |a la |au |aux |dans un |rentree? a l |repartie? a l |retournee? a l )?(?:hopital|clinique|hospitalisee?|rehospitalisee?|urgences|soins intensifs)|(?:retournee?|repartie?|rentree?|reprise?|readmise?) (?:a l |a la |aux |en )(?:hopital|clinique|urgences)|rehospitalisee?)\b/,
    unless: /\b(?:etait|avant|sortie?|rentree? (?:chez|a la maison)|quitte)\b/,
  },
  {
    request: 'refuses-machine',
    heard: new RegExp(
      [
        `\\b(?:parle|parler|parlerai|repond|reponds|repondre|repondrai|discute|discuter|cause|causer|aime|veux|confiance)\\b(?: \\w+){0,4} (?:a|avec|aux?|des|les|de|en|une?|cette|votre)? ?(?:une? |des |les |vos |cette |votre |ces )?${MACHINE}s?\\b`,
        `\\bpas (?:de |d )?(?:une )?${MACHINE}s?\\b`,
        '\\b(?:je )?(?:ne )?(?:veux|souhaite) pas (?:repondre (?:a vos questions|a ce questionnaire|aux questions)|continuer|participer|de cet appel)',
        '\\bje refuse (?:de (?:repondre|parler|continuer|participer)|cet appel)',
        '\\b(?:ca |cela )(?:ne )?m (?:interesse pas|interesse plus)',
        '\\bpas interessee?\\b',
        '\\b(?:laissez|fichez|foutez|laisse) (?:moi|nous) (?:donc )?(?:tranquille|la paix|en paix)\\b',
      ].join('|'),
    ),
    unless: /^(?!.*\b(?:pas|plus|jamais|refuse|horreur|deteste|rien|marre|envie|paix|tranquille)\b)/,
  },
  {
    request: 'wants-person',
    heard: new RegExp(
      [
        `\\b(?:parler|parle|causer|discuter)(?: \\w+){0,3} (?:a|avec|au|aux) (?:${HUMAN})`,
        // The short "à" is often lost on a line.
        `\\b(?:veux|voudrais|prefere|peux|aimerais|souhaite) parler (?:${HUMAN})`,
        `\\b(?:parler|causer|discuter) (?:au|aux) (?:medecin|docteur|service|chirurgien|infirmieres?)`,
        `\\bpassez (?:moi|nous) (?:${HUMAN})`,
        `\\b(?:avoir|voir|joindre) (?:${HUMAN}) (?:au (?:telephone|bout du fil)|en ligne)`,
        `\\b(?:voudrais|veux|souhaite|aimerais|prefere|prefererais|puis je avoir|pourrais je avoir|demande) (?:avoir |voir |joindre |contacter |parler a |plutot )?(?:${HUMAN})\\b`,
        `\\b(?:infirmiere?|medecin|docteur|quelqu un|equipe) (?:peut|pourrait|pourrait il|peut elle|pourrait elle|doit) (?:elle |il )?(?:me |m )?(?:rappeler|appeler|telephoner|contacter)`,
        `\\bqu (?:une |un )?(?:infirmiere?|medecin|docteur|on) me (?:rappelle|telephone|contacte)`,
        '\\bune vraie personne\\b',
        '\\bun (?:etre )?humain\\b',
      ].join('|'),
    ),
    unless:
      /\b(?:ai|a) (?:deja )?(?:vu|parle|eu|ete)\b|\b(?:ne|n) \w+ pas (?:parler|besoin)|pas besoin|non merci|(?:vous etes|etes vous) /,
  },
  {
    request: 'later',
    heard:
      /\b(?:rappel(?:e|ez|er|le|lez)(?: moi| nous)? (?:plus tard|demain|tantot|apres|dans|vers|ce |cet|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|a (?!l ordre)|un autre|une autre|la semaine|au soir|en fin|un peu)|(?:vous )?pouvez (?:vous )?(?:me |nous )?rappeler\b|pourriez vous (?:me |nous )?rappeler|rappell?ez? (?:moi|nous)?$|pas le temps|pas (?:le|un) bon moment|pas le moment|(?:c est|tombe) (?:un )?mauvais moment|mal tombez|tombez mal|(?:faire|voir|parler) (?:de )?ca (?:plus tard|demain|une autre fois)|dois vous (?:laisser|quitter)|suis (?:occupee?|pressee?|au volant|en voiture|a table|en train de (?:manger|conduire|cuisiner)|au travail|en reunion|en rendez vous|au magasin|dans le (?:bus|train))|(?:plus tard|un autre (?:moment|jour)|une autre fois) (?:s il vous plait|svp|merci|peut etre|si possible)|(?:pas|plus) maintenant (?:s il|merci|je|rappel)|une autre fois$|je conduis|je mange (?:justement|maintenant)|j ai de la visite|allais (?:partir|sortir)|dois (?:partir|sortir|y aller|raccrocher))\b/,
    unless: /\b(?:oui|ai)\b.*\brendez vous\b/,
  },
  {
    request: 'slower',
    heard:
      /\b(?:(?:plus|un peu plus|trop|moins) (?:lentement|doucement|vite|rapide\w*)|ralentir|ralentissez|allez (?:trop|moins) vite|parlez (?:trop|moins) vite|pas si vite|doucement s il)\b/,
    unless: /\b(?:mieux|guerir|marche|bouge|mange|respire|va) (?:plus|moins|trop)\b|plus vite possible/,
  },
  {
    request: 'louder',
    heard:
      /\b(?:(?:plus|un peu plus) (?:fort|haut)|(?:entends?|entend) (?:(?:tres|vraiment|un peu|plutot) )?(?:mal|pas bien|a peine|presque (?:pas|rien)|rien|difficilement)|trop (?:bas|faible)|dure? d oreille|malentendante?|parlez trop (?:bas|doucement)|augmentez le (?:son|volume)|suis sourde?|n entends (?:pas bien|rien|plus))\b/,
  },
  {
    request: 'rephrase',
    heard:
      /\b(?:(?:ne |n )?(?:comprends|compris|comprend|saisis|saisi) (?:pas|rien|mal)|(?:ai|a) (?:pas|rien|mal) (?:tout |bien |tres bien )?(?:compris|saisi)|que voulez vous dire|qu est ce que (?:ca|cela) veut dire|c est a dire|que veut dire|ca veut dire quoi|quelle est la question|comment ca|dans quel sens|expliquez|autrement dit|qu entendez vous par)\b/,
  },
  {
    request: 'repeat',
    heard:
      /\b(?:repet\w*|redi(?:re|tes)|(?:ai|a) (?:pas|mal) (?:bien |tout |tres bien )?entendu|encore une fois|qu (?:est ce que )?(?:vous )?(?:avez|aviez) (?:vous )?dit|vous (?:avez|disiez|dites) (?:dit )?quoi|quoi deja|vous pouvez reprendre)\b|^(?:(?:ah|euh|oh|heu|excusez moi|desolee?|oui|allo) )*(?:pardon|comment|hein quoi|quoi|hein|plait il|vous dites|excusez moi|s il vous plait|que dites vous|qu est ce que vous dites|la question|desolee?)(?: (?:s il vous plait|vous dites|madame|monsieur|pardon|comment|excusez moi))*$/,
  },
  {
    request: 'wait',
    heard:
      /\b(?:attend(?:ez|s|re)?|(?:une?|deux) (?:petit |petite )?(?:instant|seconde|secondes|minute|minutes|moment)|patientez|laissez moi (?:reflechir|le temps|chercher|voir|regarder)|je (?:reflechis|cherche|vais (?:voir|regarder|chercher|prendre))|ne quittez pas|quittez pas|juste un instant|minute papillon|^minute$|il faut que je (?:regarde|reflechisse|cherche))\b/,
    unless: /\battend(?:s|re)? (?:le|la|l|mon|ma|une?|les|un rendez|des) (?!instant|moment|minute|seconde)/,
  },
  {
    request: 'advice',
    heard:
      /\b(?:(?:est ce que je|puis je|je peux|dois je|je dois|faut il que je|est ce qu il faut que je|est ce que j ai le droit)(?: \w+){0,3} (?:prendre|arreter|continuer|diminuer|augmenter|doubler|manger|boire|marcher|conduire|laver|doucher?|baigner|enlever|changer|reprendre|sortir|faire|porter|aller)|est ce (?:que c est )?(?:grave|normal|inquietant|dangereux)|c est (?:grave|normal|dangereux|inquietant) (?:docteur|ca|si|que|d avoir|vous pensez)|qu est ce que (?:j ai|je peux prendre|je dois (?:faire|prendre)|vous me conseillez|je fais)|que (?:me conseillez vous|dois je (?:faire|prendre)|faire)|vous (?:me )?conseillez (?:quoi|de)|quel medicament|combien de (?:comprimes|dafalgan|cachets|medicaments)|a votre avis|vous pensez que c est)\b/,
  },
  {
    request: 'off-topic',
    heard:
      /\b(?:quelle heure (?:est il|il est)|il est quelle heure|quel temps (?:fait il|il fait|va t il)|quel (?:jour|age) (?:sommes|on est|avez vous)|comment (?:vous appelez vous|vous vous appelez|allez vous|ca va vous|vous allez)|qui etes vous|vous etes qui|c est qui|c est (?:pour|a quel|de la part)(?: \w+)?|(?:pour|a) quel (?:sujet|motif|propos)|de la part de qui|qui (?:est ce|le demande|la demande|l appelle|est a l appareil)|c est (?:une? )?(?:vraie? )?(?:robot|machine|ordinateur)|d ou (?:m |vous )?appelez|vous habitez|racontez|chantez|quel est votre nom|votre nom|c est une blague|qui (?:a|va) (?:gagne|gagner)|le (?:football|match|resultat)|ou etes vous|etes vous (?:une? )?(?:machine|robot|vraie?|humaine?|infirmiere|docteur|medecin)|vous etes (?:une? )?(?:machine|robot|vraie?|humaine?|ordinateur))\b/,
  },
  {
    request: 'bye',
    heard:
      /\b(?:au revoir|a bientot|bonne (?:journee|soiree|fin de journee)|je raccroche|je vais (?:raccrocher|devoir (?:vous )?(?:laisser|raccrocher))|je vous laisse|a la prochaine|adieu|salut)\b/,
  },
]
