import type { ScaleWords } from '../reading/scale.js'
import type { TemperatureWords } from '../reading/temperature.js'
import type { YesNoWords } from '../reading/yesno.js'

const LEAD =
  '(?:(?:oh|well|um+|uh+|er+|erm|ah|hm+|so|and|right|okay|ok|hello|good morning|good afternoon|thank you|thanks|actually|honestly|sorry|now|look) )*'
const MACHINE =
  /\b(?:press (?:the )?(?:one|two|three|star|hash|pound|\d)|voicemail|mailbox|extension|after the (?:tone|beep))\b/

export const yesNo: YesNoWords = {
  yesStart: new RegExp(
    `^${LEAD}(?:(?:yes|yeah|yep|yup|yea|aye|yah)\\b|of course(?! not)|certainly(?! not)|absolutely(?! not)|definitely(?! not)|sure(?! not)|surely|indeed|correct\\b|exactly(?! not)|right$|that is (?:right|correct|true|it|me|fine|so)|it is(?: (?:normal|fine|true|me))?$|(?:i|we) (?:do|am|have|did|are|was|would)(?: (?:yes|indeed|so|too))?$|(?:he|she) (?:does|is|has|did)$|i (?:think|believe|suppose|guess|hope) so|i would say (?:so|yes)|i am afraid so|always$|mostly(?: yes)?$|most of the time|usually(?: yes)?$|by all means|go ahead|please do|that is okay|that would be fine|fine by me|no problem|with pleasure|i agree|agreed|affirmative|you may|you can$|speaking|every(?:thing| day| single)?(?: is)?(?: fine| normal)?$|as usual|a bit yes|kind of yes|as (?:always|planned|prescribed|agreed))`,
  ),
  noStart: new RegExp(
    `^${LEAD}(?:(?:no|nope|nah|nay)\\b(?! (?:problem|trouble|idea|worries))|not (?:at all|really|exactly|quite|yet|today|now|always|especially|particularly|that i know(?: of)?|so far|any ?more|much|as such|since|entirely|all|everything|one|a bit|lately|anything)|never\\b|none\\b|nothing(?: (?:else|at all|more|special|to add|to report))?\\b|neither|absolutely not|certainly not|definitely not|of course not|(?:i|we) (?:do|am|have|did|would|was|can|could) not(?: (?:think|believe|suppose))?(?: so)?$|i (?:do not|would not) (?:think|believe|say|suppose) so|(?:he|she) (?:does|is|has|did) not$|it is not$|i (?:think|believe|guess|hope|suppose) not|i am afraid not|rather not|i would rather not|i prefer not|that is (?:all|it|everything|wrong|not (?:right|true|correct))|hardly|not any$|negative|i disagree|do not$|please do not|without$|wrong$|incorrect)`,
  ),
  backchannel:
    /^(?:(?:yes|yeah|oh|well|okay|ah) )*(?:i am listening|go on|okay|ok|all right|alright|right|hm+|mm+|mhm|mm hm|uh huh|aha|ah|oh|i see|i understand|thank you(?: very much| so much)?|thanks(?: a lot)?|good|fine|very good|good morning|good afternoon|good evening|hello|hi|please|well|um+|uh+)(?: (?:yes i am listening|thank you|thanks|okay|hello|madam|sir|doctor|good|then|dear|there))*$/,
  bareYes:
    /^(?:yes|yeah|yep|yup)(?: (?:yes|yeah|please|thank you|thanks|madam|sir|doctor|of course|certainly|very much))*$/,
  agrees: /\b(?:okay|ok|all right|alright|fine|very good)\b/,
  listens: /^(?:yes|yeah)\b|listening/,
  yesButNo: /\b(?:yes|yeah) (?:but |and |well |or )?no\b|\byes or no\b/,
  noButYes: /\bno (?:well |but |and |wait |sorry |i mean |actually )?(?:yes|yeah)\b/,
  tail: /(?<!\b(?:or|say|than) )\b(yes|yeah|no|nope)$/,
  tailYes: /^ye/,
  machine: MACHINE,
}

export const scale: ScaleWords = {
  outOf: /^(?:out of|over|of|on|from|on a scale of|out of a)$/,
  lead: /^(?:(?:on (?:a scale )?(?:of )?|out of )(?:(?:zero|one|0|1) to )?(?:ten|10)\b ?,?|on a scale (?:of|from) (?:zero|one|0|1) (?:to|two|2) (?:ten|10) ?,?)\s*/,
  counted:
    /^(?:days?|hours?|times?|weeks?|years?|months?|minutes?|seconds?|nights?|tablets?|pills?|capsules?|drops?|grams?|mg|milligrams?|kilos?|kg|degrees?|per ?cent|paracetamols?|children|people|am|pm|oclock|of (?:them|those)|floors?|steps?|or so days)$/,
  countedBefore: /\b(?:since|until|aged|out of)$/,
  past: /\b(?:yesterday|before|was|were|last (?:night|week|time|monday|sunday)|at first|at the beginning|earlier|used to be|had been|the other day|(?:days|hours|a week) ago)\b/,
  pastBehind:
    /^(?:out of ten )?(?:yesterday|before|last (?:night|week)|earlier|at first|(?:two|three|a few) days ago)\b/,
  now: /\b(?:today|now|at the moment|currently|rather|no|sorry|actually|i mean|let us say|right now|it is more|make that)\b/,
  bothHold:
    /\b(?:when|if|evening|morning|night|day|rest|resting|move|moving|walk|walking|cough|coughing|sitting|standing|lying|after|sometimes|at worst|on bad days|at times)\b/,
  range: /^(?:to|or|and|or maybe|maybe|perhaps|or even|or rather|,|)$/,
  rangeFiller: /^(?:out|of|ten|10|a|about)$/,
  not: /^not$/,
  sometimes: /\b(?:when|except|but|if|with the|thanks to|without the|at night|as soon as|unless|only)\b/,
  machine: MACHINE,
}

export const temperature: TemperatureWords = {
  machine: MACHINE,
  beforeTenths: /^(?:degrees?)?$/,
  counted: /^(?:days?|hours?|times?|or)$/,
}

export const NOT_KNOWN =
  /\b(?:(?:i )?(?:really |honestly |just )?do not (?:really |quite )?(?:know|remember|recall)(?: (?:exactly|really|at all|any more|sorry))?$|(?:i )?do not (?:really )?(?:know|remember)\b(?! how to)|no idea|not (?:got )?(?:a clue|the faintest|sure)|no clue|(?:it is )?(?:hard|difficult) to (?:say|tell)|(?:i )?could not (?:say|tell you)|(?:i )?can not (?:say|tell you|remember)|how (?:would|should) i know|i would not know|i have forgotten|i forget|who knows|beats me|i am not sure)\b/

export const REFUSAL =
  /\b(?:(?:i )?(?:do not|would not|will not) (?:want to|wish to|like to|care to) (?:answer|say|tell|give|talk about|discuss|share)|i (?:would )?(?:rather|prefer) (?:not (?:to )?)?(?:not )?(?:answer|say|tell|talk about|give)|(?:i am )?not (?:going to|willing to) (?:answer|say|tell|give|discuss)|i refuse|none of your business|not your business|mind your own business|next question|skip (?:that|this|it|the question)|that is (?:private|personal)|it is (?:private|personal)|i will not (?:answer|tell|say)|not over the phone|i never give)\b/

export const POLITE =
  /^(?:(?:thank you|thank you (?:very|so) much|thanks|many thanks|good (?:morning|afternoon|evening)|hello|hi|okay|ok|all right|alright|yes i am listening|i am listening|hm+|mm+|mhm|um+|uh+|er+|erm|ah|oh|well|right|good|very good|fine|i see|there|madam|sir|doctor|nurse|have a nice day|please|you are welcome|lovely|great)(?: |$))+$/

/** Whoever ends in one of these is about to say it, however unsurely it was recognised. */
export const FILLER =
  /(?:^|\b)(?:um+|uh+|er+|erm|hm+|well|wait|so|let us say|let me see|how shall i put it|i would say|that is hard(?: to say)?)$/

export const UNFINISHED =
  /(?:^|\b)(?:um+|uh+|er+|erm|hm+|well|wait|so|it is|i|i am|i have|let us say|let me see|between|maybe|perhaps|and|or|but|because|since|about|around|the|a|an|my|to|of|that|with|for|like|how shall i put it|i would say|in|on|at|is|was|not)$/

export { MACHINE }
