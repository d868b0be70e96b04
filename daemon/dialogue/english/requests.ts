import type { RequestWords } from '../reading/lexicon.js'

const MACHINE =
  '(?:machine|robot|computer|recording|answering machine|automated (?:voice|system|thing|call)|automatic (?:voice|system)|voice assistant|bot|assistant)'
const HUMAN =
  '(?:(?:a |an |some |the |my |your )?(?:real |actual |live |human )?(?:person|human|human being|nurse|doctor|somebody|someone|operator|surgeon|team|specialist|receptionist|secretary|colleague|adviser|staff|gp))'

/** What anybody may ask for at any moment (CLINICAL.md, Requests), weightiest first. */
export const requests: readonly RequestWords[] = [
  {
    request: 'opted-out',
    heard:
      /\b(?:(?:do not|never|please do not|no) (?:ever )?(?:call|ring|phone|telephone|contact|bother)(?: (?:me|us|here|this number))?(?: back)?(?: any ?more| any longer| ever again| again)|(?:do not|never) (?:ever )?(?:call|ring|phone|contact) (?:me|us) (?:again|ever|any ?more)|never (?:call|ring|phone|contact) (?:me|us)|stop (?:calling|ringing|phoning|contacting|bothering|harassing)(?: (?:me|us|here)|$)|(?:take|remove|delete|strike) (?:me|my (?:name|number)) (?:off|from)|remove my (?:number|name)|(?:do not|no longer) (?:want|wish) (?:to (?:be|get) (?:called|contacted|rung|phoned|bothered)|(?:any )?(?:more )?(?:of )?(?:your|these|such) calls|any more calls|you to (?:call|ring|phone|contact))|no more calls)\b/,
    unless: /\bdo not call me (?:now|today|this)\b/,
  },
  {
    request: 'wrong-number',
    heard:
      /\b(?:wrong (?:number|person|address)|(?:there is )?(?:nobody|no one|no \w+) (?:here )?(?:by|of|with|called) (?:that|this) ?(?:name)?|nobody (?:here )?called|no one called|(?:do not|does not) (?:know|live) (?:any(?:one|body) (?:by|of|called|with)|(?:her|him|that person|this person)|here)|never heard of (?:her|him|them|that)|not (?:her|his|the right) number|you (?:have|dialled|got) (?:the wrong|misdialled)|(?:mrs|mr|missus|mister|she|he) \w* ?(?:does not|no longer) lives? here|no longer lives here)\b/,
  },
  {
    request: 'deceased',
    heard:
      /\b(?:(?:she|he|mum|dad|mrs \w+|mr \w+|missus \w+|mister \w+|my \w+) (?:has )?(?:unfortunately |sadly |just )?(?:died|passed away|passed on|is dead|is deceased|is no longer with us|is gone for ever)|(?:has|had|is) (?:sadly |unfortunately |just )?(?:died|passed away|deceased|dead)|passed away|no longer with us|no longer alive)\b/,
    unless: /\b(?:battery|phone|line) (?:has |is )?(?:died|dead)\b|\bi (?:nearly|almost) died\b/,
  },
  {
    request: 'readmitted',
    heard:
      /\b(?:(?:i am|she is|he is|is|am|was|were|has been|have been) (?:back|again|taken back|back again|still|now) (?:in|at|to) (?:the )?(?:hospital|clinic|intensive care|emergency|a and e|ward)|(?:back|again) in (?:the )?hospital|in (?:the )?hospital again|readmitted|(?:went|gone|taken|rushed) (?:back )?to (?:the )?(?:hospital|emergency|a and e)|hospitali[sz]ed again|(?:she|he) is in (?:the )?hospital)\b/,
    unless:
      /\b(?:was in hospital|when i was|came (?:home|back)|before|left the hospital|back from|do not want|take me|going to take)\b/,
  },
  {
    request: 'refuses-machine',
    heard: new RegExp(
      [
        `\\b(?:not|never|refuse to|hate|no|without) (?:\\w+ ){0,4}(?:talk(?:ing)?|speak(?:ing)?|answer(?:ing)?|deal(?:ing)?|like|trust|want)(?: \\w+){0,3} (?:a |an |the |this |these |your |any )?${MACHINE}s?\\b`,
        `\\b(?:do not|will not|can not) (?:talk|speak|answer|like|trust|want|do)(?: \\w+){0,3} ${MACHINE}s?\\b`,
        `\\b(?:hate|detest|can not stand) (?:\\w+ ){0,2}${MACHINE}s?\\b`,
        `\\bno ${MACHINE}s\\b`,
        '\\b(?:do not|would not) (?:want|wish) to (?:answer (?:your|these|any) questions|continue|take part|participate|do this)',
        '\\bi refuse (?:to (?:answer|speak|talk|continue|take part)|this call)',
        '\\bnot interested\\b',
        '\\bleave (?:me|us) (?:alone|in peace)\\b',
      ].join('|'),
    ),
  },
  {
    request: 'wants-person',
    heard: new RegExp(
      [
        `\\b(?:speak|talk) (?:directly )?(?:to|with) ${HUMAN}\\b`,
        `\\b(?:put|pass|get|give|connect) me (?:through |on |over )?(?:to |with )?${HUMAN}\\b`,
        `\\b(?:want|would like|need|prefer|would rather have|could i have|can i have|may i have) (?:to (?:see|have|contact|reach) )?${HUMAN}(?: to (?:call|ring|phone|contact) me)?\\b`,
        `\\b(?:can|could|should|will) ${HUMAN} (?:please )?(?:call|ring|phone|contact) me\\b`,
        `\\bis there ${HUMAN} (?:there|i can)`,
        '\\b(?:call|ring|phone) (?:a|the) (?:nurse|doctor)\\b',
      ].join('|'),
    ),
    unless:
      /\b(?:have|had|already|did) (?:already )?(?:spoken|talked|seen|spoke)\b|\bnot (?:\w+ )?(?:need|want|speak|talk)\b|\bare you\b|\bno need\b/,
  },
  {
    request: 'later',
    heard:
      /\b(?:(?:call|ring|phone|try)(?: me| us)? (?:back|again|later|tomorrow|another time|this (?:afternoon|evening)|tonight|at \w+|in (?:an|a|half|\w+) )|(?:call|ring|phone) (?:me )?(?:on )?(?:monday|tuesday|wednesday|thursday|friday)|not (?:a )?(?:good|convenient|the right) (?:time|moment)|(?:bad|wrong) (?:time|moment)|not (?:right )?now$|(?:i am|we are) (?:busy|eating|driving|in the car|at the (?:doctors?|shops?|table|dentist)|having (?:lunch|dinner|a visitor|visitors)|about to (?:go|leave|eat)|just (?:leaving|going out)|in the middle)|i have (?:no time|not got time|got no time|visitors|company)|no time (?:now|right now)|do not have (?:the )?time|(?:maybe|perhaps|much) later$|later please|some other time|another time)\b/,
    unless: /\bnever\b|\b(?:nurse|doctor|someone|somebody|person)\b.*\b(?:call|ring|phone)\b/,
  },
  {
    request: 'slower',
    heard:
      /\b(?:(?:more |too |speak |talk |a bit |a little |bit |much )(?:slower|slowly|fast|quickly)|slow(?:er)? (?:down|please)|slower$|not so fast|less (?:fast|quickly))\b/,
    unless: /\b(?:walk|eat|breathe|heal|get better|heart|pulse)\w*\b/,
  },
  {
    request: 'louder',
    heard:
      /\b(?:louder|speak up|(?:can|could|do) (?:not|hardly|barely) hear(?: you| anything| a thing)?|(?:i am|a bit|hard) (?:of hearing|deaf)|deaf|too (?:quiet|soft|low)|turn (?:it|the volume|the sound) up|more volume|i hear (?:you )?(?:badly|nothing))\b/,
  },
  {
    request: 'rephrase',
    heard:
      /\b(?:(?:do|did|can) not (?:quite |really )?(?:understand|get (?:it|that|the question)|follow)|what do you mean|what does (?:that|it|this) mean|what is (?:the question|that supposed to mean)|what exactly do you|in what (?:way|sense)|explain|in other words|not understood|put it differently|how do you mean|what are you asking)\b/,
  },
  {
    request: 'repeat',
    heard:
      /\b(?:repeat|say (?:that|it|this) again|once more|one more time|come again|(?:did|have) not (?:quite )?(?:hear|heard|catch|caught|got that)|what (?:did|was) (?:you|that|it)(?: just)?(?: say| ask| said)?$|what was (?:that|the question)|again please|missed that|beg your pardon)\b|^(?:(?:oh|um+|uh+|sorry|yes|hello|excuse me|i am) )*(?:pardon|sorry|what|excuse me|what is that|eh|huh|what did you say|pardon me|again|the question|say again)(?: (?:please|sorry|what|pardon|me|again))*$/,
  },
  {
    request: 'wait',
    heard:
      /\b(?:(?:please )?wait(?: a (?:moment|minute|second|bit))?|hold on|hang on|one (?:moment|minute|second)|just a (?:moment|minute|second|sec)|(?:give|allow) me a (?:moment|minute|second)|let me (?:think|look|see|check|find|get|fetch)|bear with me|i am (?:thinking|looking)|i will (?:just )?(?:look|check|go and (?:look|see|get))|i need to (?:look|check|think))\b/,
    unless: /\bwait(?:ing)? (?:for|until|to see)\b|\bcan not wait\b/,
  },
  {
    request: 'advice',
    heard:
      /\b(?:(?:can|may|should|must|am i allowed to|do) i (?:\w+ ){0,2}(?:take|stop|continue|reduce|increase|double|eat|drink|walk|drive|wash|shower|bathe|remove|change|go|carry|lift|do|have|put)|is (?:it|that|this) (?:serious|normal|bad|dangerous|worrying|okay|all right)(?: (?:that|to|if|doctor))?|what (?:should|can|must|do) i (?:do|take)|what (?:have i got|is wrong with me)|what do you (?:advise|recommend|suggest|think)|which (?:medicine|pill|tablet)|how many (?:pills|tablets|paracetamol)|in your opinion|do you think (?:it is|that is|i should))\b/,
  },
  {
    request: 'off-topic',
    heard:
      /\b(?:what time is it|what is the (?:time|weather|date)|what day is it|how old are you|what is your name|who (?:are you|is (?:this|that|calling|speaking))|where are you (?:calling from|from)|what is (?:this|it) (?:about|for|regarding)|what (?:are you|do you) (?:calling|call|want)(?: about| for)?|(?:are you|is this) (?:a |an )?(?:real )?(?:robot|machine|computer|human|person|nurse|doctor|scam|joke|recording|bot)|how are you|tell me (?:a|about)|who won|the football|do you (?:live|have children)|sing)\b/,
    unless: /^(?:fine|good|well)\b/,
  },
  {
    request: 'bye',
    heard:
      /\b(?:goodbye|good bye|bye|bye bye|see you|have a (?:nice|good|lovely) (?:day|evening|afternoon|weekend)|i am (?:hanging up|going to hang up)|i (?:must|have to|need to|will) (?:hang up|let you go)|farewell|take care|cheerio)\b/,
  },
]
