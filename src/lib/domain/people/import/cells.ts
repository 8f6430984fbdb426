/**
 * Reads and writes the values of cells: `read` accepts what `write` wrote, and what people write by hand. It expects a cell
 * that is not empty. Also normalises headings and names for comparison, and has the words of closed lists.
 */
import { addDaysTo, type IsoDate, isPlausibleDay } from '../../calendar.ts'
import type { ContestLevel, MentoringForm, OrganisationKind, OrganisationStatus } from '../../regulation/schema.ts'
import { withoutUnseen } from '../../text.ts'
import type { Contest } from '../bank-entry.ts'
import type { OrganisationLevel } from '../organisation.ts'

export interface CellForm<Value> {
	read(text: string): Reading<Value>
	write(value: Value): string
}

export type Reading<Value> = { ok: true; value: Value } | { ok: false; problem: Problem }

/** Why a cell is refused. `example`: a correct value. */
export type Problem =
	| { code: 'missing' | 'not-a-name' | 'unreadable' | 'future' }
	| { code: 'form'; example: string }
	| { code: 'range'; min: number; max: number }
	| { code: 'too-long'; most: number }
	| { code: 'too-many'; most: number }
	| { code: 'not-one-of'; allowed: readonly string[] }
	/** `alike`: the known organisations that might be meant, the likeliest first. */
	| { code: 'unknown-organisation'; alike: readonly { id: string; name: string }[] }
	/** Has no meaning without a cell of another column. */
	| { code: 'needs'; heading: string }

export function taken<Value>(value: Value): Reading<Value> {
	return { ok: true, value }
}

export function refused(problem: Problem): { ok: false; problem: Problem } {
	return { ok: false, problem }
}

/** A dash means an empty cell. */
const nothing = /^(-|–|—|н\/д|нет данных)$/i
const guardedNothing = /^\\+(-|–|—|н\/д|нет данных)$/i

export function isEmptyCell(text: string): boolean {
	return text === '' || nothing.test(text)
}

/** Guards a text that is a dash, so that it does not read as empty. */
export function guard(text: string): string {
	return nothing.test(text) ? `\\${text}` : text
}

/** Removes the guard. */
export function unguard(text: string): string {
	return guardedNothing.test(text) ? text.slice(1) : text
}

export function textForm(most: number): CellForm<string> {
	return {
		read(text) {
			const value = unguard(text)
			return value.length > most ? refused({ code: 'too-long', most }) : taken(value)
		},
		write: (value) => (unguard(value) === value ? guard(value) : `\\${value}`)
	}
}

/** «12», «12,5», «1 200», «92 %», «7 лет»: ignores a unit. */
export function numberForm(min: number, max: number, isWhole = false): CellForm<number> {
	return {
		read(text) {
			const match = /^([-+−]?\d[\d\s]*(?:[.,]\d+)?(?:e[-+]?\d+)?)\s*(?:%|[а-яё.]*)$/i.exec(text)
			const digits = match?.[1]?.replace(/\s/g, '').replace(',', '.').replace('−', '-')
			const value = Number(digits ?? NaN)
			if (Number.isNaN(value) || (isWhole && !Number.isInteger(value))) {
				return refused({ code: 'form', example: isWhole ? '2026' : '12,5' })
			}
			return value < min || value > max ? refused({ code: 'range', min, max }) : taken(value)
		},
		write: (value) => String(value).replace('.', ',')
	}
}

export const yesNoForm: CellForm<boolean> = {
	read(text) {
		const word = fold(text)
		if (['да', '+', '1', 'есть', 'true', 'истина', 'v'].includes(word)) return taken(true)
		if (['нет', '0', 'false', 'ложь', 'не имеет'].includes(word)) return taken(false)
		return refused({ code: 'not-one-of', allowed: ['да', 'нет'] })
	},
	write: (value) => (value ? 'да' : 'нет')
}

const months = ['янв', 'фев', 'мар', 'апр', 'мая', 'июн', 'июл', 'авг', 'сен', 'окт', 'ноя', 'дек']
/** Two-digit years up to this one are in this century. */
const LAST_SHORT_YEAR = 49
/** Days as Excel counts them, 1954 to 2119. A smaller number may be a year, or anything. */
const serials = { first: 20_000, last: 80_000 }

/** «01.09.2024», «1/9/24», «1 сентября 2024 г.», «2024-09-01», and the number that Excel stores for a day. */
export const dateForm: CellForm<IsoDate> = {
	read(text) {
		const date = readDate(text)
		return date === null || !isPlausibleDay(date) ? refused({ code: 'form', example: '01.09.2024' }) : taken(date)
	},
	write: (date) => date.split('-').reverse().join('.')
}

function readDate(text: string): IsoDate | null {
	const iso = /^(\d{4}-\d{2}-\d{2})(?:[T ][\d:.]+Z?)?$/.exec(text)
	if (iso !== null) return iso[1] ?? null
	const numbers = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?:\s*г\.?|\s+[\d:]+)?$/.exec(text)
	if (numbers !== null) return toDate(numbers[1], Number(numbers[2]), numbers[3])
	const words = /^(\d{1,2})\s+([а-яё]{3})[а-яё]*\.?\s+(\d{4})(?:\s*(?:г\.?|года))?$/i.exec(text)
	if (words !== null) {
		const word = words[2]?.toLowerCase() === 'май' ? 'мая' : words[2]?.toLowerCase()
		return toDate(words[1], months.findIndex((month) => month === word) + 1, words[3])
	}
	const serial = /^\d{5}(?:[.,]\d+)?$/.test(text) ? Math.floor(Number(text.replace(',', '.'))) : 0
	return serial >= serials.first && serial <= serials.last ? addDaysTo('1899-12-30', serial) : null
}

function toDate(day = '', month: number, year = ''): IsoDate {
	const short = Number(year)
	const whole = year.length === 4 ? short : short + (short > LAST_SHORT_YEAR ? 1900 : 2000)
	return `${whole}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}`
}

/** Normalises a text for comparison: ignores letter case, «ё» and «е», spaces, quotes and invisible characters. */
export function fold(text: string): string {
	return withoutUnseen(text)
		.toLowerCase()
		.replaceAll('ё', 'е')
		.replace(/[«»"'“”„`]/g, '')
		.replace(/\s*№\s*/g, ' № ')
		.replace(/[‐-―−]/g, '-')
		.replace(/\s+/g, ' ')
		.trim()
}

/** Removes what does not identify a heading: «Часы в месяц (всего):» becomes «часы в месяц»; also a unit, «, лет». */
export function foldHeading(text: string): string {
	return fold(text.replace(/\([^)]*\)/g, ' '))
		.replace(/, ?(лет|годы|ч|час|часов|%)[.:]?$/, '')
		.replace(/[.,:;*/]/g, ' ')
		.replace(/\s+/g, ' ')
		.trim()
}

/** Words for an organisation's legal form, which do not identify it. */
const legalWords =
	/^(г?(ос|об)?м?[абкч]?д?оу|мобу|м[абк]у|до|муниципальн.*|государственн.*|областн.*|автономн.*|бюджетн.*|казенн.*|(обще)?образовательн.*|дошкольн.*|учрежден.*|средняя|основная)$/

const sameWords: Readonly<Record<string, string>> = {
	сош: 'школа',
	оош: 'школа',
	сш: 'школа',
	сад: 'детсад',
	дс: 'детсад'
}

/**
 * Gives full and short names of one organisation the same text: «МАОУ СОШ № 4» and «Школа 4» are «Школа № 4». Empty: nothing in the
 * name identifies the organisation.
 */
export function foldOrganisation(name: string): string {
	return fold(name)
		.replace(/(^| )(им|имени)\.? .*$/, '')
		.replace(/ (г|гор|город|города)\.? ?\S+$/, '')
		.replace(/детский сад|д\/с/g, 'детсад')
		.replace(/[.,()]/g, ' ')
		.split(' ')
		.filter((word) => word !== '' && word !== '№' && !legalWords.test(word))
		.map((word) => sameWords[word] ?? word)
		.join(' ')
}

/**
 * The words of closed lists in tables; the first is the one written. They are Russian in every language of the screens, as the
 * tables are.
 */
type Words<Value extends string> = Readonly<Record<Value, readonly string[]>>

export const formWords: Words<MentoringForm> = {
	traditional: ['традиционная', 'традиционное', 'один на один', 'индивидуальная', 'традиционное (один на один)'],
	group: ['групповая', 'групповое', 'в группе'],
	virtual: ['виртуальная', 'виртуальное', 'дистанционная', 'дистанционное', 'дистанционно', 'онлайн'],
	'short-term': ['краткосрочная', 'краткосрочное', 'целеполагающая', 'краткосрочная или целеполагающая'],
	situational: ['ситуационная', 'ситуационное', 'по запросу'],
	speed: ['скоростная', 'скоростное', 'однократная встреча'],
	reverse: ['реверсивная', 'реверсивное']
}

export const kindWords: Words<OrganisationKind> = {
	school: ['школа', 'общеобразовательная организация', 'сош', 'гимназия', 'лицей', 'оо'],
	preschool: ['детский сад', 'дошкольная организация', 'доу', 'доо', 'дошкольное учреждение'],
	additional: ['дополнительное образование', 'организация дополнительного образования', 'удо', 'удод'],
	college: ['колледж', 'техникум', 'спо', 'профессиональная организация'],
	university: ['вуз', 'университет', 'институт', 'организация высшего образования'],
	psychological: ['психолого-педагогический центр', 'центр диагностики и консультирования', 'цппмс'],
	authority: ['орган управления', 'департамент', 'управление образования', 'отдел образования'],
	methodical: ['методический центр', 'имц', 'информационно-методический центр'],
	enterprise: ['предприятие', 'работодатель']
}

export const levelWords: Words<OrganisationLevel> = {
	municipal: ['муниципальный', 'муниципальная', 'город', 'район'],
	regional: ['региональный', 'региональная', 'областной', 'краевой'],
	federal: ['федеральный', 'федеральная', 'всероссийский']
}

/** domain.md D9–D11, T33, D3 */
export const organisationStatusWords: Words<OrganisationStatus> = {
	effective: ['эффективная'],
	resilient: ['резильентная'],
	ineffective: ['неэффективная'],
	failing: ['несправляющаяся'],
	'stably-high': ['стабильно высокие результаты'],
	'stably-low': ['стабильно низкие результаты'],
	'at-risk': ['зона риска', 'в зоне риска'],
	'low-results': ['низкие результаты', 'шнор', 'школа с низкими образовательными результатами'],
	'difficult-conditions': ['сложные социальные условия', 'шссу']
}

export const contestLevelWords: Words<ContestLevel> = {
	municipal: ['муниципальный', 'городской', 'районный'],
	regional: ['региональный', 'областной', 'краевой'],
	national: ['всероссийский', 'национальный', 'федеральный']
}

export const contestPlaceWords: Words<Contest['place']> = {
	winner: ['победитель', 'победа', '1 место', 'i место'],
	prize: ['призёр', '2 место', '3 место', 'ii место', 'iii место'],
	laureate: ['лауреат', 'дипломант'],
	participant: ['участник', 'участие']
}
