import { expect, it } from 'vitest'
import { findDifference } from './text-difference.ts'

const stories: readonly [string, before: string, after: string, removed: string, added: string][] = [
	['all of a new text', '', 'Посетить урок', '', 'Посетить урок'],
	['words put in between', 'Посетить урок', 'Посетить открытый урок', '', 'открытый'],
	['words behind the last, which has got a space', 'Посетить урок', 'Посетить урок в пятницу', '', 'в пятницу'],
	['a word written on', 'Посет', 'Посетить', 'Посет', 'Посетить'],
	['places apart', 'Взять журнал и ключ', 'Взять новый журнал, и синий ключ', 'журнал', 'новый журнал, … синий'],
	['a paragraph taken out', 'Журналы\nСмета\nКлючи', 'Журналы\nКлючи', 'Смета', ''],
	['paragraphs put in', 'Журналы', 'Журналы\nСмета\nКлючи', '', 'Смета\nКлючи'],
	['only spaces', 'Журналы  и ключи', 'Журналы и ключи', '', '']
]

it.each(stories)('%s', (_, before, after, removed, added) => {
	expect(findDifference(before, after)).toEqual([removed, added])
})

it('a text beyond any comparing is told from its first difference to its last', () => {
	const words = (word: string) => Array.from({ length: 2000 }, (_, index) => `${word}${index}`).join(' ')
	expect(findDifference(`Тема: ${words('а')}`, `Тема: ${words('б')}`)).toEqual([words('а'), words('б')])
})
