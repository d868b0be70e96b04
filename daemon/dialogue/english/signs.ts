import type { DenialWords, Signs } from '../reading/signs.js'

const BODY =
  '(?:(?:my|the|her|his|one|a) )?(?:left |right )?(?:arm|leg|hand|face|side|mouth|foot|half of (?:my|the) body)'
const CHEST = '(?:(?:my|the|her|his) )?(?:chest|heart|breastbone|ribcage|rib cage)'

export const denied: DenialWords = {
  before:
    /\b(?:not|no|never|without|nor|neither|none|hardly any)(?: (?:any|more|longer|really|got|had|have|a|an|the|my|at all|feel|felt|been|much|big|bad|sign|signs|of|problem|problems|with|trouble|is|am|been|longer)){0,5}$/,
  behind: /^(?: \w+){0,2} (?:not|never|no longer|gone|went away)\b/,
  inside: /\b(?:not|no|never|without)\b/,
  notHad:
    /\b(?:afraid (?:of|to|that)|scared (?:of|to|that)|fear(?: of)?|worr(?:y|ied) (?:about|that)|if (?:i|she|he|it|there)|in case|should i|what if|risk of|avoid|prevent|watch out for|instead of|so as not to)\b(?: \w+){0,5}$/,
  longAgo:
    /\b(?:(?:years|months) ago|when i was (?:young|younger|a (?:child|kid|girl|boy))|as a child|in (?:19|20)\d\d|(?:before|during) (?:the|my) (?:operation|surgery|stay)|in my youth|last year)\b/,
}

/** The two closed lists (CLINICAL.md, Red flags) as they are told in English. */
export const signs: Signs = {
  suicidal: {
    heard: [
      /\b(?:want|wish|would like|wanted|would rather|ready|prefer) (?:to )?(?:die|be dead|end (?:it|it all|my life|everything)|kill myself|disappear for ever|be gone|not wake up)\b/,
      /\b(?:kill(?:ing)?|hang(?:ing)?|shoot(?:ing)?|harm(?:ing)?|hurt(?:ing)?) (?:myself|herself|himself)\b/,
      /\bend(?:ing)? (?:it all|my life|her life|his life|my days)\b/,
      /\bsuicid\w*/,
      /\b(?:do not|does not|no longer) (?:want|wish|feel like) (?:to )?(?:live|living|go on|carry on|be here|be alive|wake up)\b/,
      /\bbetter off dead\b|\bbetter (?:if|that) i (?:was|were) (?:dead|not here)\b|\bwish i (?:was|were) dead\b/,
      /\b(?:no|not any) (?:reason|point) (?:to|in|of) (?:live|living|go on|going on|carry on|carrying on)\b/,
      /\b(?:tired|sick) of (?:life|living)\b|\bwhat is the point (?:of|in) (?:living|going on)\b|\blife is not worth\b/,
      /\b(?:thoughts?|thinking) (?:of|about) (?:death|dying|ending|suicide|killing)\b|\bdark thoughts\b/,
    ],
    negated: true,
    unless:
      /\b(?:do not|does not|never|no|not) (?:want to (?:die|kill|hurt|harm)|(?:dark|suicidal) thoughts|suicidal|wish to die|thinking about (?:death|dying|suicide))\b/,
  },
  breathing: {
    heard: [
      /\b(?:trouble|difficulty|difficulties|problems?|hard|hard time|struggl\w+|difficult)(?: (?:with|to|in|for me to|for her to))? (?:breathe|breathing|catch(?:ing)? (?:my|her|his) breath|get(?:ting)? (?:air|my breath))\b/,
      /\b(?:can|could) (?:not|hardly|barely|scarcely) (?:really |properly )?(?:breathe|catch (?:my|her|his) breath|get (?:enough |any )?(?:air|breath)|take a breath)\b/,
      /\b(?:short(?:ness)?|out|gasping|fighting) (?:of|for) (?:breath|air)\b/,
      /\bbreathless\w*|\bsuffocat\w*|\bchoking\b|\bgasping\b/,
      /\bnot (?:getting|enough) (?:enough )?air\b|\bbreathing (?:is|has become|gets|has got) (?:\w+ )?(?:hard|difficult|heavy|short|bad|worse|painful|laboured)\b/,
      /\b(?:breathe|breathes|breathing) (?:very |so )?(?:badly|heavily|with difficulty)\b/,
    ],
    negated: true,
    unless:
      /\b(?:no|not|never|without|not any|no more|not have(?: any)?|not had(?: any)?) (?:\w+ )?(?:trouble|difficulty|difficulties|problems?|short(?:ness)? of breath|breathless\w*|out of breath|hard to breathe)\b|\bcan breathe\b|\bbreath\w+ (?:is )?(?:fine|well|normal|easily|okay|good)\b/,
  },
  'chest-pain': {
    heard: [
      new RegExp(
        `\\b(?:pains?|painful|ache|aching|hurts?|hurting|pressure|tight(?:ness)?|squeez\\w+|burn\\w*|stabbing|weight|sore|crush\\w+)\\b(?: \\w+){0,4} ${CHEST}\\b`,
      ),
      new RegExp(
        `\\b${CHEST}(?: (?:is|has|feels|it|really|so|been|still|very|a|bit))* (?:pains?|painful|hurts?|hurting|aches?|aching|tight|burn\\w*|heavy|sore|squeez\\w+|tightness|pressure)\\b`,
      ),
      /\bheart attack\b|\bangina\b/,
    ],
    unless:
      /\b(?:no|not|without)(?: \w+){0,3} (?:chest|heart) (?:pain|tightness)\b|\b(?:heart|chest) (?:does|is) not\b|\bheartburn\b/,
  },
  bleeding: {
    heard: [
      /\b(?:bleed\w*|haemorrhag\w*|hemorrhag\w*|bled)\b/,
      /\b(?:dressing|bandage|plaster|gauze|compress|drain|sheets?|bed)\b(?: \w+){0,5} (?:full of|soaked|drenched|red|covered|blood|bloody|through)\b/,
      /\b(?:lots?|a lot|pools?|clots?|full|losing|lost|so much|plenty) (?:of )?(?:of )?blood\b/,
      /\bblood (?:is |keeps |came |comes |has )?(?:com\w+|pour\w*|run\w*|gush\w*|flow\w*|leak\w*|soak\w*|spurt\w*|going|gone)\b/,
      /\b(?:vomit\w*|cough\w*|throw\w*|spit\w*|threw)(?: \w+){0,2} blood\b/,
      /\bblood (?:all over|everywhere)\b/,
    ],
    unless:
      /\b(?:a (?:tiny |little )?(?:bit|drop)|slightly|barely|hardly|nose|gums?) (?:of )?(?:bleed\w*|blood)\b|\bbleed\w* (?:a (?:little|tiny) ?(?:bit)?|slightly|from the (?:nose|gums))\b|\bblood (?:test|pressure|sample|sugar|thinner)\w*\b/,
  },
  stroke: {
    heard: [
      new RegExp(
        `\\b(?:can|could) (?:not|no longer|hardly|barely) (?:\\w+ )?(?:move|lift|feel|raise|control|use) ${BODY}\\b`,
      ),
      new RegExp(`\\b(?:not|no longer) (?:able to )?(?:feel|move|lift) ${BODY}\\b`),
      new RegExp(
        `\\b${BODY}(?: (?:is|has|feels|went|gone|has gone|hangs|all|suddenly|has become))* (?:paralys\\w*|paralyz\\w*|numb|droop\\w*|hang\\w*|crooked|limp|dead|twisted|weak)\\b`,
      ),
      new RegExp(
        `\\b(?:weakness|numbness|no (?:strength|feeling|power)|lost (?:the )?(?:feeling|use|strength))(?: \\w+){0,3} ${BODY}\\b`,
      ),
      /\bparalys\w*|\bparalyz\w*|\ba stroke\b|\bsudden(?:ly)? (?:\w+ )?weak\w*/,
      /\b(?:can|could) (?:not|no longer|hardly|barely) (?:\w+ )?(?:speak|talk|find (?:my|the|her|his) words)\b|\b(?:speech|words|talking) (?:is|are|comes?|has become|have become) (?:\w+ )?(?:slurred|funny|wrong|difficult|strange)\b|\bslurr\w+\b/,
      /\b(?:trouble|difficulty|hard) (?:speaking|talking|finding (?:my|her|his) words|to (?:speak|talk))\b|\b(?:see|seeing) double\b|\blost (?:my|her|his) (?:sight|vision|speech)\b/,
    ],
    negated: true,
    unless:
      /\b(?:no|not|never|without) (?:\w+ )?(?:paralys\w*|numb|weak\w*|trouble speaking|stroke|slurr\w+)\b|\b(?:had|after) (?:a|my) stroke\b.*\b(?:ago|before)\b|\bcan not (?:speak|talk) (?:to|with|right now|now|for|any longer|long|english|french|dutch)\b/,
  },
  seizure: { heard: [/\bseizures?\b|\bconvuls\w*|\bepilep\w*|\bfits\b|\ba fit\b/] },
  fainting: {
    heard: [
      /\bfaint(?:ed|ing|s)?\b(?! (?:voice|memory))|\bpass(?:ed|ing|es)? out\b|\black(?:ed|ing)? out\b|\bblack(?:ed|ing)? out\b|\blost consciousness\b|\bunconscious\b|\bcollaps\w*|\bkeeled over\b|\bblackout\b/,
    ],
  },
  confusion: {
    heard: [
      /\b(?:is|am|are|was|feel|feels|seems?|gets?|getting|become|became|very|completely|totally|so|suddenly|been) (?:\w+ )?(?:confused|disorientated|disoriented|delirious|muddled)\b/,
      /\bdelirium\b|\bhallucinat\w*|\bsee(?:s|ing)? things that are not\b/,
      /\b(?:do not|does not|no longer) (?:know|knows) (?:where (?:i am|she is|he is)|what day|who i am)\b/,
      /\b(?:do not|does not|no longer) recogni[sz]es? (?:me|us|her|him|anyone|anybody|his|my|people)\b/,
      /\btalk(?:s|ing) (?:nonsense|gibberish|rubbish)\b/,
    ],
    negated: true,
    unless:
      /\b(?:not|never|no longer) (?:\w+ )?(?:confused|disorientated|disoriented)\b|\b(?:question|you|form|leaflet)\b.*\bconfus\w*|\bconfused (?:by|about) (?:the|your|this)\b/,
  },
  overdose: {
    heard: [
      /\b(?:took|taken|swallowed|had) (?:far |way |much )?too many (?:\w+ )?(?:pills?|tablets?|medicines?|paracetamols?|sleeping|drops)\b/,
      /\btoo (?:much|many)(?: of)?(?: (?:my|the|her|his))? (?:medicine|medication|morphine|insulin|paracetamol|pills|tablets|painkillers)\b/,
      /\b(?:took|taken|swallowed) (?:the|a) (?:whole|entire|full) (?:box|bottle|pack|packet|strip)\b/,
      /\boverdos\w*|\bpoison(?:ed|ing)\b|\b(?:drank|swallowed)(?: \w+){0,2} bleach\b/,
    ],
  },
  allergy: {
    heard: [
      /\b(?:severe|serious|strong|bad|violent|big) (?:allergic reaction|allergy)\b|\ballergic reaction\b|\banaphyla\w*/,
      /\b(?:throat|tongue|lips?|face)(?: (?:is|are|has|have|all|really|so|badly|feels|been|very|getting))* (?:swollen|swelling|swells?|swelled|closing|puffed|puffy)\b/,
      /\bswollen (?:throat|tongue|lips?|face)\b|\b(?:rash|hives) (?:everywhere|all over)\b/,
    ],
  },
  'unbearable-pain': {
    heard: [
      /\b(?:pain|hurts?|it|ache|this|that)\b(?: \w+){0,4} (?:unbearable|intolerable|excruciating|agonising|agonizing|beyond bearing)\b/,
      /\b(?:unbearable|intolerable|excruciating|agonising|agonizing) (?:\w+ )?(?:pain|ache|headache)\b|\bin agony\b/,
      /\b(?:can|could) (?:not|no longer|hardly) (?:\w+ )?(?:bear|stand|take|cope with|endure) (?:it|the pain|this|this pain|it any ?more)\b/,
      /\bworst pain (?:of my life|ever|i have ever)\b|\bscream\w* (?:with|in|from) pain\b|\bdying of pain\b/,
    ],
    negated: true,
    unless: /\b(?:not|never|no) (?:\w+ )?(?:unbearable|intolerable|excruciating|agonising|agony)\b/,
  },
  shivering: {
    heard: [
      /\b(?:fever|temperature|thirty nine|thirty eight|forty|38|39|40)\b(?: \w+){0,6} (?:shiver\w*|chills|shak(?:e|es|ing)|trembl\w*)\b/,
      /\b(?:shiver\w*|chills|shaking|trembl\w*)\b(?: \w+){0,6} (?:fever|temperature)\b|\bshivering (?:all over|a lot|with cold)\b|\b(?:bad|terrible|the) chills\b|\bchattering teeth\b|\bteeth (?:are )?chattering\b/,
    ],
  },
  leg: {
    heard: [
      /\b(?:legs?|calf|calves|ankles?|thighs?)\b(?: \w+){0,4} (?:swollen|swelling|swells?|swelled|red|hot|thick|hard)\b/,
      /\b(?:swollen|red|swelling|thick)\b(?: \w+){0,3} (?:legs?|calf|calves|thighs?|ankles?)\b|\bthrombosis\b|\bphlebitis\b|\bblood clot in\b/,
    ],
  },
  wound: {
    heard: [
      /\b(?:wound|scar|cut|incision|stitches|stitch|dressing|staples)\b(?: \w+){0,4} (?:running|runs|oozing|oozes|weeping|weeps|leaking|leaks|smell\w*|stinks?|infected|pus|open(?:ed)?|burst|discharg\w*|split|wet)\b/,
      /\bpus\b|\b(?:bad|foul|nasty|awful|strange) smell\b|\b(?:oozing|leaking|coming|fluid|discharge|liquid)\b(?: \w+){0,4} (?:wound|scar|incision|stitches)\b/,
    ],
    unless: /\bwound\b(?: \w+){0,3} (?:does not|is not|not) (?:\w+ )?(?:smell|open|leak|run|weep|ooz)\w*/,
  },
  vomiting: {
    heard: [
      /\b(?:vomit\w*|throw(?:ing|n)? up|threw up|being sick|been sick|sick)\b(?: \w+){0,4} (?:all (?:the time|night|day)|non ?stop|constantly|several times|repeatedly|many times|(?:two|three|four|five|six|ten|\d+) times|everything|every|after|since|a lot|continuously|again and again)\b/,
      /\b(?:keep|keeps|kept|can not stop|not stop) (?:on )?(?:vomiting|throwing up|being sick)\b|\b(?:can not|could not|not) keep (?:anything|food|it|water|nothing) down\b/,
      /\b(?:i am|i have been|he is|she is|has been) (?:vomiting|throwing up)\b|\bvomited (?:a lot|twice|everything)\b|\b(?:i|she|he) (?:have |has )?vomited\b|\b(?:i|she|he) threw up\b/,
    ],
    negated: true,
    unless:
      /\b(?:not|never|no|stopped|no longer|without) (?:\w+ )?(?:vomit\w*|throwing up|been sick|thrown up|being sick)\b(?! stop)|\b(?:vomited|threw up|thrown up|(?:been|was) sick) (?:only |just )?once(?: (?:this morning|yesterday|last night|today|only|in all))*$/,
  },
  fall: {
    heard: [
      /\b(?:i|she|he|mum|dad|have|has|had) (?:\w+ )?(?:fell|fallen)\b(?! (?:asleep|ill|in love|behind|out))|\b(?:had|took|have had) a (?:\w+ )?(?:fall|tumble)\b|\b(?:i|she|he) (?:slipped|tripped|stumbled)\b|\bfell (?:down|over|off|out of bed|in the|on the|yesterday|this|last)\b/,
    ],
    unless: /\b(?:temperature|fever|pain|blood pressure|night|price)\b(?: \w+)? (?:fell|has fallen)\b/,
  },
  'no-urine': {
    heard: [
      /\b(?:can|could) (?:not|no longer|hardly) (?:\w+ )?(?:pee|pass (?:water|urine)|urinate|wee|go for a wee|empty my bladder)\b/,
      /\b(?:not|no longer) (?:been able to |able to |really )?(?:pee\w*|pass(?:ed|ing)? (?:water|urine|any urine)|urinat\w*|wee\w*)\b|\b(?:no|not any) urine\b|\bunable to (?:pee|urinate|pass)\b/,
    ],
    negated: true,
  },
}
