@echo off
rem The command line of the installed app: the same program without a window.
"%~dp0..\..\Postern.exe" --cli %*
exit /b %ERRORLEVEL%
