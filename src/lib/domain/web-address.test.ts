import { expect, it } from 'vitest'
import { isWebAddress } from './web-address.ts'

it.each(['https://a.example', 'HTTP://пример.рф', 'https://a.example:8080/i?x=1#y'])('«%s» is an address', (text) => {
	expect(isWebAddress(text)).toBe(true)
})

it.each(['javascript:alert(1)', 'https://', 'папка у Ирины', 'https://a.example/1 и https://b.example/2'])(
	'«%s» is none',
	(text) => {
		expect(isWebAddress(text)).toBe(false)
	}
)
