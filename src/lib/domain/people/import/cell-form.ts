/**
 * How a value stands in a cell of a table, both ways: what `write` has written, `read` reads as the same value. `read` gets cells
 * that are not empty, and takes what people write by hand as well.
 */
import { addDaysTo, isPlausibleDay, type IsoDate } from '../../calendar.ts'
import { fold } from './fold.ts'

export interface CellForm<Value> {
	read(text: string): Reading<Value>
	write(value: Value): string
}

export type Reading<Value> = { ok: true; value: Value } | { ok: false; problem: Problem }

/** Why a cell cannot be taken. `example`: as it should be. */
export type Problem =
	| { code: 'missing' | 'not-a-name' | 'unreadable' | 'future' | 'unasked' }
	| { code: 'form'; example: string }
	| { code: 'range'; min: number; max: number }
	| { code: 'too-long'; most: number }
	| { code: 'too-many'; most: number }
	| { code: 'not-one-of'; allowed: readonly string[] }
	/** `nearest`: one that is known and might be meant. */
	| { code: 'unknown-organisation'; nearest: string | null }
	/** Says nothing without a cell of another column. */
	| { code: 'needs'; heading: string }

export function taken<Value>(value: Value): Reading<Value> {
	return { ok: true, value }
}

export function refused(problem: Problem): { ok: false; problem: Problem } {
	return { ok: false, problem }
}

/** A dash stands for nothing. */
const nothing = /^(-|–|—|н\/д|нет данных)$/i
const guardedNothing = /^\\+(-|–|—|н\/д|нет данных)$/i

export function isEmptyCell(text: string): boolean {
	return text === '' || nothing.test(text)
}

/** A text that happens to be a dash, so that it does not read as nothing. */
export function guard(text: string): string {
	return nothing.test(text) ? `\\${text}` : text
}

/** That text again, without its guard. */
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

/** «12», «12,5», «1 200», «92 %», «7 лет»: a unit after it says nothing. */
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
/** Years of two digits up to here are of this century. */
const LAST_SHORT_YEAR = 49
/** Days as Excel counts them, 1954 to 2119: what is less may be a year, or any number. */
const serials = { first: 20_000, last: 80_000 }

/** «01.09.2024», «1/9/24», «1 сентября 2024 г.», «2024-09-01», and the number Excel keeps of a day. */
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
