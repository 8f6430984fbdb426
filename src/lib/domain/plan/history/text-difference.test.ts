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
	[
		'a paragraph that ends like the one before it',
		'Посетить урок. Взять журналы и ключи.',
		'Посетить урок. Взять журналы и ключи.\nПосетить совет. Взять журналы и ключи.',
		'',
		'Посетить совет. Взять журналы и ключи.'
	],
	[
		'a paragraph before one that begins and ends like it',
		'Смета\nПосетить урок. Взять журналы и ключи.',
		'Смета\nПосетить совет. Взять журналы и ключи.\nПосетить урок. Взять журналы и ключи.',
		'',
		'Посетить совет. Взять журналы и ключи.'
	],
	[
		'a paragraph taken out that ends like the one that stays',
		'Посетить урок. Взять ключи.\nПосетить совет. Взять ключи.\nСмета',
		'Посетить совет. Взять ключи.\nСмета',
		'Посетить урок. Взять ключи.',
		''
	],
	[
		'a paragraph changed, and one put in that ends like it',
		'Посетить урок. Взять журналы и ключи.',
		'Посетить открытый урок. Взять журналы и ключи.\nСобрать совет. Взять журналы и ключи.',
		'',
		'открытый … Собрать совет. Взять журналы и ключи.'
	],
	['a paragraph written anew', 'Взять журналы и ключи', 'Смета и договор', 'Взять журналы и ключи', 'Смета и договор'],
	[
		'a paragraph divided, and words put before its end',
		'Смета. Ключи и акт.',
		'Смета. Журнал.\nКлючи и акт.',
		'',
		'Журнал.'
	],
	['a sentence before one that got no space', 'Отчёт завтра.', 'Смета готова.Отчёт завтра.', '', 'Смета готова.'],
	['a sentence after one that got no space', 'Отчёт завтра.', 'Отчёт завтра.Смета готова.', '', 'Смета готова.'],
	['only spaces', 'Журналы  и ключи', 'Журналы и ключи', '', '']
]

it.each(stories)('%s', (_, before, after, removed, added) => {
	expect(findDifference(before, after)).toEqual([removed, added])
})

it('a text beyond any comparing is told from its first difference to its last', () => {
	const words = (word: string) => Array.from({ length: 2000 }, (_, index) => `${word}${index}`).join(' ')
	expect(findDifference(`Тема: ${words('а')}`, `Тема: ${words('б')}`)).toEqual([words('а'), words('б')])
})

it('of a long text, too, a line put in is told as a whole', () => {
	const lesson = (day: number) => `${day} ноября: посетить урок, взять журналы и ключи.`
	const lines = Array.from({ length: 200 }, (_, index) => lesson(index))
	const added = '100 ноября: собрать совет.'
	expect(findDifference(lines.join('\n'), lines.toSpliced(100, 0, added).join('\n'))).toEqual(['', added])
})
