/**
 * Detects passwords that guessers try first (ASVS 6.2.4). The passwords of ten or more characters in every published list are of few
 * kinds, so the code describes these kinds: a keyboard's path, a repetition, a date, or words of `words` with digits and signs around
 * and between them, in Russian, in Latin letters, or in Russian typed on the Latin keyboard («gfhjkm»).
 */

/** Common passwords consist of these words. Lower case; ё and е as people type them. */
export const words = `
admin administrator andrew andrei andrey anna anastasia alexander alexandra alina angel arsenal artem asdf azerty
baby babygirl barcelona baseball basketball batman beautiful bitch blink boss brother business butterfly
carlos changeme charlie cheese chelsea chicken chocolate computer cookie crystal
dallas daniel danger default demo denis dima director dmitry dolphin dragon
ekaterina elena elephant elizabeth evgeny
facebook family flower football forever forum freedom friend friends fuck fuckyou
galina george ginger golden google guest
hannah happy harley heaven hello helloworld hockey home house hunter
iloveyou inna internet irina ivan
jasmine jennifer jessica jesus jordan joshua
karina killer king kirill kitten konstantin kristina ksenia
larisa letmein liverpool login london love lovely lover lucky ludmila
madrid maggie maksim manager manchester maria marina mama marvel master matrix maxim mentor merlin metallica michael
michelle minecraft monkey monster moscow mother mustang music myself
nadezhda natalia natasha nastya nicole nikita nikolay nintendo nothing number
oksana oleg olga orange
pass passw passwd password papa pavel peanut pepper peter philips phoenix playboy pokemon polina porsche princess
princessa prince purple pussy
qwer qwert qwerty qwertyu qwertyui qwertz qazwsx
rabota rainbow ranger robert roman root russia
samantha samsung sasha school scorpion secret security sergei sergey server service shadow silver slava slipknot
sister snoopy soccer spartak spider spiderman star starwars stella summer sunshine super superman superstar svetlana
sweet system
tandem tanya tatiana teacher test testing tester thomas tiger tigger timur tomsk top trustno tyler
unicorn user username
valentina vasya vera victor victoria viktor viktoria vladimir vladislav
welcome winter wordpress work windows
yamaha yana yandex yellow yulia yuri zaq
zenit
азбука александр александра алексей алена алёна алина алла анастасия ангел андрей анжела анна антон антонина арина
артем артём
бабушка барнаул бог борис
вадим валентин валентина валера валерия василий василиса вера весна виктор виктория виталий владимир владислав
волк вход вячеслав
галина геннадий геннадьевна георгий год город григорий
дарья девочка денис департамент директор дима диана дмитрий доброеутро доступ дракон друг дружба дом
евгений евгения екатерина елена елизавета
жизнь жанна женя
завуч звезда зенит зима злата знание
иван игорь илья инна ирина
казань карина кирилл кот котик кошка константин красота кристина ксения куратор
лариса лето лидия лилия лиза любимая любимый люблю любовь людмила
максим мама мамочка маргарита марина мария марьяна маша мечта мир михаил москва музыка муниципалитет
надежда наставник наставница наставничество настя натали наталия наталья наташа небо никита николай нина новосибирск
оксана олег олеся ольга омск осень
павел папа парол пароль педагог петр пётр полина победа привет приветик принцесса
работа рабочий радуга раиса регина роман россия руслан
саша светлана семья семен семён сергей сибирь слава собака солнце солнышко софия софья спартак спасибо станислав
степан стройка сургут счастье
тамара танечка таня тандем татьяна томск учитель учительница ученик
ульяна университет уфа
федор фёдор филипп футбол
хорошо
цветок цветы
чемпион человек
школа
элина эдуард эльвира эмма
юлия юрий
яна ярослав яндекс
`

/** `own`: words that somebody who knows the person would try, such as their names and their login. */
export function isCommonPassword(password: string, own: readonly string[] = []): boolean {
	const plain = password.normalize('NFKC').toLowerCase()
	return isRepetition(plain) || isPath(plain) || isDate(plain) || isOfKnownWords(plain, own)
}

/** «1111111111», «абвабвабваб»: up to four characters, repeated. */
function isRepetition(text: string): boolean {
	return [1, 2, 3, 4].some((length) => text.slice(0, -length) === text.slice(length))
}

/** «01.09.1985», «2025-2026»: a day or years, and nothing else. */
function isDate(text: string): boolean {
	const digits = text.replaceAll(/[^\p{L}\p{N}]/gu, '')
	const year = '(19|20)\\d\\d'
	const day = '(0?[1-9]|[12]\\d|3[01])'
	const month = '(0?[1-9]|1[0-2])'
	return new RegExp(`^(${day}${month}${year}|${year}${month}${day}|(${year})+)$`).test(digits)
}

/** Paths over the keys and the alphabets; a password may follow them forward or backward, from anywhere. */
const paths = [
	'01234567890123456789',
	'qwertyuiopasdfghjklzxcvbnm',
	"qwertyuiop[]asdfghjkl;'zxcvbnm,./",
	'йцукенгшщзхъфывапролджэячсмитьбю',
	'abcdefghijklmnopqrstuvwxyz',
	'абвгдеёжзийклмнопрстуфхцчшщъыьэюя',
	'абвгдежзийклмнопрстуфхцчшщъыьэюя',
	'1q2w3e4r5t6y7u8i9o0p',
	'q1w2e3r4t5y6u7i8o9p0',
	'1й2ц3у4к5е6н7г8ш9щ0з',
	'й1ц2у3к4е5н6г7ш8щ9з0',
	'1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/',
	'qazwsxedcrfvtgbyhnujmikolp',
	'1фыв2йцу3ячс',
	'йфяцычувскамепинртгоьшлбщдю'
].flatMap((path) => [path, [...path].reverse().join('')])

/** At most three parts of paths with three keys or more each, and two more keys: «qwerty123456», «123456789a». */
function isPath(text: string): boolean {
	let rest = text.replace(/[^\p{L}\p{N}]/gu, '')
	for (let stretch = 0; stretch < 3; stretch++) rest = rest.slice(longestStretch(rest))
	return rest.length <= 2
}

function longestStretch(text: string): number {
	let longest = 0
	for (let length = 3; length <= text.length; length++) {
		if (paths.some((path) => path.includes(text.slice(0, length)))) longest = length
	}
	return longest
}

/** Ignores digits and signs, such as a year or «123!», anywhere: «Ежова-Лидия», «пароль2026пароль». */
function isOfKnownWords(text: string, own: readonly string[]): boolean {
	const bare = text.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
	const known = new Set(own.flatMap((one) => [lettersOf(one), ...one.split(/[^\p{L}]+/u).map(lettersOf)]))
	const isWord = (word: string) => word.length > 2 && (allWords.has(word) || known.has(word))
	return [text, undisguise(bare), undisguise(text), onRussianKeys(bare)].some((reading) => {
		const letters = lettersOf(reading)
		return isOfWords(letters, isWord, MOST_WORDS) || isOfWords(lettersOf(onRussianKeys(letters)), isWord, MOST_WORDS)
	})
}

/** Ignores case, and reads «ё» as «е»: people write it either way. */
function lettersOf(text: string): string {
	return text
		.normalize('NFKC')
		.toLowerCase()
		.replaceAll('ё', 'е')
		.replaceAll(/[^\p{L}]/gu, '')
}

/** Three words are a full name; more words are a passphrase. */
const MOST_WORDS = 3

/** «школашкола», «iloveyou», «мамапапа», «ежовалидиясергеевна». */
function isOfWords(text: string, isWord: (word: string) => boolean, most: number): boolean {
	if (isWord(text)) return true
	if (most === 1) return false
	for (let cut = 3; cut <= text.length - 3; cut++) {
		if (isWord(text.slice(0, cut)) && isOfWords(text.slice(cut), isWord, most - 1)) return true
	}
	return false
}

const allWords: ReadonlySet<string> = new Set(words.trim().split(/\s+/).map(lettersOf))

const disguises: Readonly<Record<string, string>> = {
	'0': 'o',
	'1': 'i',
	'3': 'e',
	'4': 'a',
	'5': 's',
	'7': 't',
	'@': 'a',
	$: 's',
	'!': 'i'
}

/** «p@ssw0rd» → «password». */
function undisguise(text: string): string {
	return [...text].map((letter) => disguises[letter] ?? letter).join('')
}

const latinKeys = `qwertyuiop[]asdfghjkl;'zxcvbnm,.`
const russianKeys = 'йцукенгшщзхъфывапролджэячсмитьбю'

/** «gfhjkm» → «пароль»: the same keys under the other layout. */
function onRussianKeys(text: string): string {
	return [...text].map((letter) => russianKeys[latinKeys.indexOf(letter)] ?? letter).join('')
}
