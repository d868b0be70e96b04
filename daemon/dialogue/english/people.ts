import type { PeopleWords } from '../reading/people.js'

const KIN =
  '(?:daughter|son|husband|wife|partner|sister|brother|mother|father|mum|mom|dad|daughter in law|son in law|sister in law|brother in law|niece|nephew|grandson|granddaughter|grandchild|neighbou?r|friend|cousin|aunt|uncle|carer|caregiver|home help|nurse|guardian|spouse|girlfriend|boyfriend)'

export const people: PeopleWords = {
  self: /\b(?:speaking|this is (?:she|he|her|him|me)|that is me|it is me|that would be me|you are (?:speaking|talking) to (?:her|him)|i am (?:she|he|her|him|the one)|myself|in person|i am listening|go ahead|here i am)\b/,
  handOver:
    /\b(?:(?:i will|let me|i am going to|i can) (?:go and )?(?:get|fetch|call|pass you|put|find) ?(?:him|her|them|you on|you through|over)?|(?:she|he) is (?:coming|right here|just here)|here (?:she|he) is|hold (?:on|the line)|hang on|one (?:moment|minute|second)|(?:just )?a (?:moment|minute|second)|wait a|bear with me|passing you)\b/,
  caregiver: new RegExp(
    `\\b(?:(?:i am|this is|it is|here is|speaking is|that is) (?:(?:her|his|their|the|a|your|my|actually|just) )*${KIN}\\b|(?:her|his) ${KIN}(?: here| speaking)?$|${KIN} of (?:mrs|mr|missus|mister|madam|\\w+)|(?:answer|speak|talk) (?:for|on behalf of) (?:him|her)|i (?:look after|take care of|care for) (?:her|him)|i am (?:the |a )?(?:family|relative|carer))\\b`,
  ),
  unavailable:
    /\b(?:(?:she|he|mum|dad|mother|father|my \w+|mrs \w+|mr \w+|missus \w+|mister \w+) (?:is (?:not (?:here|in|home|at home|available|around|back|up)|asleep|sleeping|resting|out|away|busy|in (?:bed|the (?:bath|shower|garden|toilet))|at (?:work|the (?:doctors?|shops?|hairdressers?))|having (?:a nap|lunch|dinner|a bath)|taking a nap|gone|eating|at physio)|has (?:gone|just left|left)|went out|can not (?:talk|speak|answer|come)|will be back|comes back|does not (?:answer|speak on))|not (?:here|in|home|at home|available)(?: (?:right now|at the moment|now|today))?$)\b/,
  notSelf:
    /\b(?:(?:that|this|it) is not (?:me|her|him)|i am not (?:her|him|she|he|that person|mrs|mr|missus|mister)|not me$|you have not got (?:her|him))\b/,
  relations: [
    ['daughter'],
    ['son'],
    ['husband', 'partner', 'spouse'],
    ['wife', 'partner', 'spouse'],
    ['partner', 'husband', 'wife', 'spouse', 'boyfriend', 'girlfriend'],
    ['sister'],
    ['brother'],
    ['mother', 'mum', 'mom'],
    ['father', 'dad'],
    ['daughter in law'],
    ['son in law'],
    ['sister in law'],
    ['brother in law'],
    ['niece'],
    ['nephew'],
    ['grandson'],
    ['granddaughter'],
    ['neighbour', 'neighbor'],
    ['friend'],
    ['nurse'],
    ['carer', 'caregiver', 'home help'],
    ['cousin'],
    ['aunt'],
    ['uncle'],
    ['guardian'],
  ],
  compound: /\b(?:daughter|son|sister|brother|mother|father) in law\b/,
  noName: /^(?:mrs|mister|missus|miss|van|den|der|des|del|the)$/,
  she: /\b(?:she|her|mrs|missus|my (?:mother|wife|sister|daughter|mum|mom|aunt|grandmother)|mum)\b/,
  he: /\b(?:he|his|him|mr|mister|my (?:father|husband|brother|son|dad|uncle|grandfather)|dad)\b/,
}
