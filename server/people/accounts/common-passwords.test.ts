import { describe, expect, it } from 'vitest'
import { isCommonPassword, words } from './common-passwords.ts'

describe('a password that is tried first', () => {
	it.each([
		...['1234567890', '0987654321', '123456789a', '1111111111', '12341234123412', 'qwertyuiop', 'qwerty123456'],
		...['1q2w3e4r5t', 'q1w2e3r4t5', '1qaz2wsx3edc', 'qazwsxedcrfv', 'zxcvbnm123', 'asdfghjkl123', 'abcdefghij'],
		...[
			'password123',
			'Password2026!',
			'P@ssw0rd2026',
			'passwordpassword',
			'iloveyou123',
			'administrator',
			'sunshine2020'
		],
		...[
			'йцукенгшщз',
			'йцукен12345',
			'пароль12345',
			'Пароль2026!',
			'gfhjkm12345',
			'любовь2024',
			'наташа1985',
			'Школа14-2026'
		],
		...['учитель2026', 'директор123', 'наставник2026', 'мамапапа2010', 'Tandem2026!', 'тандем-2026', 'Томск2026!!!']
	])('«%s» is refused', (password) => {
		expect(isCommonPassword(password)).toBe(true)
	})

	it.each([
		...[
			'длинный-пароль-2026',
			'ещё-один-пароль',
			'long enough',
			'десять букв',
			'синий трамвай у моста',
			'rW8#kzP2!mQx'
		],
		...['корова пьёт чай', 'зимой5снег8летом', 'horse battery staple', '8461937205']
	])('«%s» is taken', (password) => {
		expect(isCommonPassword(password)).toBe(false)
	})

	it('is also one made of the person’s own name or login', () => {
		expect(isCommonPassword('Ковалёв1975', ['Ковалёв', 'Виктор'])).toBe(true)
		expect(isCommonPassword('kovalev_2026', ['kovalev'])).toBe(true)
		expect(isCommonPassword('Ковалёв1975', ['Лаптева'])).toBe(false)
		expect(isCommonPassword('Ковалев1975', ['Ковалёв'])).toBe(true)
	})

	it.each(['Ежова-Лидия', 'лидия.ежова.1985', 'ЕжоваЛидияСергеевна', 'lidia_ezhova', 'Лидия2026Ежова!', 't;jdfkblbz'])(
		'«%s» is Ежова Лидия Сергеевна, whose login is lidia.ezhova',
		(password) => {
			expect(isCommonPassword(password, ['lidia.ezhova', 'Ежова', 'Лидия', 'Сергеевна'])).toBe(true)
			expect(isCommonPassword(password, ['viktor', 'Ковалёв', 'Виктор', 'Петрович'])).toBe(false)
		}
	)

	it.each(['пароль2026пароль', 'пароль-пароль-1', '01.09.1985', '1985-09-01', '2025/2026/2027'])(
		'is also common words with a year between them, or nothing but days and years: «%s»',
		(password) => expect(isCommonPassword(password)).toBe(true)
	)

	it('is not one that only begins with a name', () => {
		expect(isCommonPassword('Лидия любит снег', ['Лидия'])).toBe(false)
	})

	it('is each of the 3,000 and more that the words make with the endings people give them', () => {
		const endings = [
			'1234567',
			'123456789',
			'2024',
			'2025',
			'2026',
			'19851985',
			'777777',
			'!!!!!!!!',
			'_123_123',
			'00000000'
		]
		const made = words
			.trim()
			.split(/\s+/)
			.flatMap((word) => endings.map((ending) => word + ending))
			.filter((password) => password.length >= 10)
		expect(new Set(made).size).toBeGreaterThan(3000)
		expect(made.filter((password) => !isCommonPassword(password))).toEqual([])
	})
})
