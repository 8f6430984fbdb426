import { expect, it } from 'vitest'
import { isWebAddress, toWebAddress } from './web-address.ts'

it.each(['https://a.example', 'HTTP://пример.рф', 'https://a.example:8080/i?x=1#y'])('«%s» is an address', (text) => {
	expect(isWebAddress(text)).toBe(true)
})

it.each(['javascript:alert(1)', 'https://', 'папка у Ирины', 'https://a.example/1 и https://b.example/2'])(
	'«%s» is none',
	(text) => {
		expect(isWebAddress(text)).toBe(false)
	}
)

it.each([
	['telemost.example.ru/j/123', 'https://telemost.example.ru/j/123'],
	['диск.рф/x', 'https://диск.рф/x'],
	['a.example:8080', 'https://a.example:8080'],
	['http://a.example', 'http://a.example']
])('whoever types «%s» means «%s»', (typed, address) => {
	expect(toWebAddress(typed)).toBe(address)
})

it.each(['javascript:alert(1)', 'диск', 'папка у Ирины', 'irina@a.example', 'встреча.', '12.30', ''])(
	'«%s» is not completed to an address',
	(typed) => {
		expect(toWebAddress(typed)).toBeNull()
	}
)
