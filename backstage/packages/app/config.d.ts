export interface Config {
  app: {
    /**
     * Who may sign in: "guest" without a question, "github" through GitHub.
     * @visibility frontend
     */
    signIn?: ('guest' | 'github')[];
    listen?: {
      /** Port of the portal, when it is not the one of app.baseUrl. */
      port?: number;
    };
  };
}
