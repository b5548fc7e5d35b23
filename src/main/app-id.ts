/** The name by which Windows and the packages know the app. Never change it: toasts and updates hang on it. */
export const appId = 'app.postern.desktop'
