/** Notions that danger is told with in Dutch, as alternations over folded text (words.ts). */
export const BREATH = '(?:adem\\w*|lucht|asem|zuurstof|longen|luchtpijp|hijg\\w*|ingeademd)'
export const CHEST = '(?:borst|borstkas|borstbeen|borststreek|hart|hartstreek|ribben)'
export const BLOOD = '(?:bloed|bloeding|bloedklonters?|klonters?)'
export const CLOTH =
  '(?:pleisters?|verband\\w*|handdoek\\w*|broek|pyjama|kleed|kleren|lakens?|bed|matras|kussen|compres\\w*|doek\\w*|maandverband|sok|sokken|hemd|zakdoek\\w*)'
export const SIDE =
  '(?:linker\\w*|rechter\\w*|arm|been|hand|voet|vingers|mond|mondhoek|gezicht|lip|kaak|ooglid|helft|kant)'
export const SPEECH = '(?:woord|woorden|zinnen|praten|spreken|praat|spreekt|zegt|zeggen|tong|uitspreken)'
export const EYES = '(?:oog|ogen|linkeroog|rechteroog|zicht|zie|ziet)'
export const PILLS =
  '(?:pillen|pil|pilletjes|medicijnen|medicatie|medicamenten|slaappillen|pijnstillers|druppels|tabletten|dosis|insuline|morfine|siroop|bloedverdunners?|dafalgan|paracetamol)'
export const TAKEN =
  '(?:genomen|gepakt|ingenomen|geslikt|ingeslikt|gespoten|gedronken|opgedronken|opgegeten|gesnoept|binnen|gegeven)'
export const TOO_MUCH =
  '(?:per vergissing|per ongeluk|vergist|dubbel\\w*|te veel|veel te veel|(?:twee|drie|vier|vijf|tien) keer|(?:hele|ganse) (?:week|doos|strip|fles|maand)|allemaal|ineens|tegelijk|in 1 keer)'
export const CHILD = '(?:kleinzoon|kleindochter|kleinkind|kind|kindje|baby|de kleine|ons klein)'
export const PAIN = '(?:pijn|zeer|pijnen)'
export const SUDDENLY =
  '(?:ineens|plots|plotseling|opeens|sinds (?:vanmorgen|vannacht|vanmiddag|gisteren|daarnet|een uur)|van het 1 moment op het andere)'
export const RED = '(?:rood|rode)'
