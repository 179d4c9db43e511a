using CallActors.Gateway;

return await GatewayCommand.RunAsync(args, Console.Out, Console.Error).ConfigureAwait(false);
