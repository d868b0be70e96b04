import tseslint from 'typescript-eslint'

export default tseslint.config(
  {
    ignores: [
      'dist*/',
      'node_modules/',
      'native/build/',
      'var/',
      '.parts/',
      '.tap/',
      '**/generated/**',
      '**/*.mjs',
      'eslint.config.js',
      '.dependency-cruiser.mjs',
    ],
  },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      'max-lines': ['error', { max: 300 }],
    },
  },
  {
    files: ['test/**'],
    rules: {
      '@typescript-eslint/no-floating-promises': 'off',
      'max-lines': 'off',
      '@typescript-eslint/require-await': 'off',
    },
  },
)
