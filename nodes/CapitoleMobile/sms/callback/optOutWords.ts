const wordList = (list: string): readonly string[] => list.trim().split(/\s+/);

/** Opt-out words in any context. All lists here are lower case, without accents. */
export const OPT_OUT_WORDS: readonly RegExp[] = [
	// The provider's word, its inflections, and typos of small keyboards.
	/^(stop(e[rsz]?|o|al)?|st0p|sotp|stpo|tsop)$/,
	// French. Not "arrêts", which are bus stops.
	/^ar(e|ai|ei)t(e[rsz]?|ent|ai[st]?)?$/,
	/^(desabo|unsub)$/,
];

/** Longer words, recognised with a typo, or two in a long word. Double letters are written once. */
export const LONG_OPT_OUT_WORDS = wordList(`
	areter aretez optout unsubscribe desinscription desinscrire desinscris desinscrit
	desinscrivez desabonement desaboner desabone desabonez
`);

export const OPT_OUT_PHRASES =
	'stop all,opt out,opt me out,opt us out,non merci stop,s top,st op,sto p'.split(',');

/**
 * Everyday words of Twilio's list. Only courtesies and words for SMS may accompany them ("cancel
 * please", "end sms"), or "cancel my appointment" would be an opt-out.
 */
export const EVERYDAY_OPT_OUT_WORDS = wordList(`
	end quit cancel revoke remove
`);

/** Words that may accompany any opt-out word: courtesies, and words for SMS. */
export const COURTESY_FILLERS = wordList(`
	sms texto textos text texts message messages msg msgs mms pub pubs publicite publicites
	promo promos spam spams marketing merci mrc svp stp plait please pls plz thanks thank thx
`);

/** Words that may accompany an unmistakable opt-out word. */
export const FILLERS = [
	...COURTESY_FILLERS,
	...wordList(`
		bonjour bonsoir salut hello hi cordialement bonne journee monsieur madame ok okay oui yes
		bon alors donc allez suffit urgent d accord soiree avance beaucoup bien vouloir veuillez you very much so
		vite s il sil vous vou te a au aux la le les l de des du vos votre ces cette ce ca cela mon
		ma me m moi numero tel tout tous toute toutes et par pour suite envoi envois envoyer
		menvoyer ecrire se contacter deranger embeter solliciter recevoir demarchage offre offres
		promotion promotions notification notifications mail mails email emails ads offers
		promotional maintenant immediatement definitivement immediat definitif demande campagne
		campagnes commercial commerciaux publicitaire publicitaires liste newsletter sending send
		texting messaging contacting spamming it this these your my number from to now all and list
		immediately harceler harcelement spammer right
	`),
];

/** Words one typo away from "stop" that people mean. */
export const NEAR_STOP: readonly string[] = ['top', 'stp', 'shop', 'step', 'slop'];

/** Beginnings and phrases that may mean an opt-out: a person should look. */
export const OPT_OUT_HINTS: readonly RegExp[] = [
	/\b(stop|desinscri|desabonn|unsubscri|unscri|harcel|arret)/,
	/\b(cess(ez?|er)|suffit|halte|basta|(oubliez|perdez) (moi|mon))\b|^plus rien\b/,
	/\bne (\w{2,12} )?(plus|pas|jamais) .{0,30}\b(recevoir|envoyer|contacte[rz]?|appeler|deranger|solliciter|embeter)\b/,
	/\b(ne|n|me|m) .{0,20}\b(envoyez|envoie|contactez|appelez|derangez|sollicitez|ecrivez|embetez) (plus|pas|jamais)\b/,
	/\b(aucun|aucune|zero|(plus|pas|marre|assez|ras le bol) (de|d|aucun|aucune|jamais de|des)) (vos )?(sms|messages?|textos?|pubs?|publicites?|spams?)\b/,
	/\b(retirer?|retirez|supprimer?|supprimez|enlever?|enlevez|radier|radiez|effacer?|effacez) .{0,30}\b(moi|num|numero|listes?|fichiers?|coordonnees|contacts?)\b/,
	/\b(me|m|mon numero|mes coordonnees) (de )?(retirer|supprimer|enlever|radier|effacer)\b/,
	/\b(remove|delete|take) (me|my)\b|\b(loo?se|forget|erase) (my|this|the) (num|number|contact)\b/,
	/\b(no more|do not|dont|don t|never) .{0,20}\b(texts?|messages?|sms|contact|send)\b|\bno (texts?|messages?|sms|spam)\b/,
	/\bleave (me|us) alone\b|\b(laissez?|fichez?|foutez|fous|lachez?) (moi|nous) (tranquilles?|la paix|en paix)\b|\blachez? moi\b|\b(me|nous) (laisser|ficher?|foutre) (tranquilles?|la paix|en paix)\b/,
	/\b(33700|cnil|rgpd|gdpr)\b/,
];

/** Phrases that are no opt-out despite such a word: a weekend, a bus stop, "je m'arrête". */
export const NOT_OPT_OUT: readonly RegExp[] = [
	/\bweek ends?\b/g,
	/\b(l|cet|mon|ton|son|notre|votre|vos|les|des|du|numero d|liste d) arrets?\b/g,
	/\b[smt] ar+et+\w*|\barrets? demandes?\b/g,
	/\b(il|elle|on)s? (a|ont) (ar+et|stop)\w*/g,
	/\b(le|au|du|ce|un|a|the|my|this|your|bus|non|full|next) stops?\b/g,
];

/** One word typed as two. */
export const APART =
	/\b(un) (?=su[bs]\w{3})|\b(des) (?=abon+e(?:r|z|ment)\b|inscri(?:re|t|s|vez|ption)\b)/g;

/** The start of a phone's reaction to an SMS: an emoji or a word such as "liked", then a quote. */
export const REACTION =
	/(?:\p{Extended_Pictographic}\uFE0F?\s*[“«]|(?:^|[\s:])(?:à|to|at|from|sur|aimé|adoré|souligné|évidence|ri de|c(?:œ|oe)ur de|(?:dis)?liked|loved|questioned|emphasi[sz]ed)[\s:]*.)$/iu;

/** A quoted SMS, as in a phone's reaction: 👍 à « … STOP au 36105 ». The closing mark may be missing. */
export const QUOTED = /(?<!\p{L})[“„«"‘](?:.*[”»"’](?!\p{L})|.*$)/su;
